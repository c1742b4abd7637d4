"""How passwords are kept."""

import pytest
from django.conf import Settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.fixture
def hashers(settings):
    """Return the hashers of the application; other tests use one that is fast."""
    ours = Settings("loanapp.settings")
    settings.PASSWORD_HASHERS = vars(ours)["PASSWORD_HASHERS"]


def test_a_password_is_kept_by_argon2(hashers):
    assert identify_hasher(make_password("any")).algorithm == "argon2"


@pytest.mark.parametrize("old", ["pbkdf2_sha256", "pbkdf2_sha1", "scrypt"])
def test_an_older_hash_opens_the_door_and_is_replaced(hashers, log_in, old):
    older = make_password("officer-officer", hasher=old)
    User.objects.update(password=older)

    assert log_in("wrong").status_code == 200
    assert User.objects.get().password == older
    assert log_in().status_code == 302
    assert User.objects.get().password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("weak", ["short", "password123", "20261122", "officer1"])
def test_a_password_that_is_easily_guessed_is_refused(officer, weak):
    with pytest.raises(ValidationError):
        validate_password(weak, officer)
