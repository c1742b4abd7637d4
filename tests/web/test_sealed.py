"""What a page carries and nobody may read."""

import pytest

from predictor.web.sealed import seal, unseal

SECRET = {"dependents": "3+", "gender": "Female"}


def test_what_was_sealed_is_read_again():
    assert unseal(seal(SECRET, purpose="a"), purpose="a") == SECRET


def test_sealed_text_tells_nothing_and_is_never_the_same():
    first, second = seal(SECRET, purpose="a"), seal(SECRET, purpose="a")

    assert first != second
    assert "Female" not in first


def test_what_was_sealed_for_one_purpose_opens_for_no_other():
    assert unseal(seal(SECRET, purpose="a"), purpose="b") == {}


@pytest.mark.parametrize("text", ["", "x", "\0", "é", "\ud800", "a" * 100_000])
def test_anything_else_opens_to_nothing(text):
    assert unseal(text, purpose="a") == {}


def test_old_key_opens_as_long_as_it_is_a_fallback(settings):
    sealed = seal(SECRET, purpose="a")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"

    assert unseal(sealed, purpose="a") == {}
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed, purpose="a") == SECRET
