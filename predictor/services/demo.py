"""The demo: two people, a client, the sample, a first model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from predictor.models import ApiToken, LoanApplication, ModelVersion, Source
from predictor.models.roles import Role, group_of
from predictor.services import tokens

ADMINISTRATOR: Final = "admin"
OFFICER: Final = "officer"
CLIENT: Final = "demo-client"
#: Everybody may know it: the demo refuses to run as a production.
PASSWORD: Final = "loanapp-demo"  # noqa: S105 - see above


class NotADemo(Exception):
    """Demo accounts have no place in a production."""

    def __init__(self) -> None:
        super().__init__("LOANAPP_ENV is not demo: no demo accounts are made here.")


@dataclass(frozen=True, slots=True)
class Missing:
    """What the demo lacks still."""

    sample: bool
    model: bool


@transaction.atomic
def make_accounts() -> str:
    """Make the demo's accounts where they are missing; return the client's token.

    Raises
    ------
    NotADemo
    """
    if not settings.DEMO:
        raise NotADemo
    _person(ADMINISTRATOR)
    _person(OFFICER, role=Role.LOAN_OFFICER)
    return _token()


def left_over() -> list[str]:
    """Return the names of what everybody could enter by: accounts, and the client.

    An account of that name whose password is another one is somebody's own.
    """
    names = [user.username for user in _open_accounts()]
    return names + [CLIENT] * _open_tokens().exists()


@transaction.atomic
def retire() -> list[str]:
    """Shut what ``left_over`` names, and return it; what was recorded stays."""
    shut = left_over()
    for user in _open_accounts():
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
    _open_tokens().delete()
    return shut


def _open_accounts() -> list[User]:
    names = (ADMINISTRATOR, OFFICER)
    users = User.objects.filter(username__in=names, is_active=True)
    # Not the user's own method: it would write a newer hash.
    return [u for u in users.order_by("pk") if check_password(PASSWORD, u.password)]


def _open_tokens() -> QuerySet[ApiToken]:
    valid = Q(expiry=None) | Q(expiry__gt=timezone.now())
    tokens: QuerySet[ApiToken] = ApiToken.objects.filter(valid, name=CLIENT)
    return tokens


def missing() -> Missing:
    """Return what is still to be done before the demo can serve."""
    samples = LoanApplication.objects.filter(source=Source.SAMPLE)
    return Missing(sample=not samples.exists(), model=not ModelVersion.objects.exists())


def _person(username: str, *, role: Role | None = None) -> None:
    """Make a person of that role; without one, the administrator of everything."""
    if User.objects.filter(username=username).exists():
        return
    if role is None:
        User.objects.create_superuser(username, password=PASSWORD)
    else:
        person = User.objects.create_user(username, password=PASSWORD)
        person.groups.add(group_of(role))


def _token() -> str:
    """Return the token kept beside the demo's database; make one where it is gone."""
    file = settings.VAR_DIR / "demo_token"
    kept = file.read_text().strip() if file.exists() else ""
    if kept and tokens.is_valid(kept):
        return kept
    ApiToken.objects.filter(name=CLIENT).delete()
    token = tokens.issue(name=CLIENT)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(token)
    return token
