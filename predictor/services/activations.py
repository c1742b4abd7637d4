"""How a version goes live: checked, tried, logged, one at a time."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from ml import schema
from predictor.models import ModelActivation, ModelVersion
from predictor.services import accounts, activation_log, registry

ANY_VERSION: Final = -1  # whichever is active
REASON_LENGTH: Final = 1_000


class ActivationError(Exception):
    """A version cannot go live; the one that was live stays so."""


class UnknownVersion(ActivationError):
    """There is no model version with that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no model version {number}.")


class NoReason(ActivationError):
    """The log asks why, and nobody said."""

    def __init__(self) -> None:
        super().__init__("Say why: the reason is kept in the log.")


class UnusableReason(ActivationError):
    """The reason cannot be kept as it is."""

    def __init__(self) -> None:
        super().__init__(
            f"A reason has at most {REASON_LENGTH:,} characters, and none that no "
            "database can store."
        )


class AlreadyActive(ActivationError):
    """The version is live already."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Version {number} is active already.")


class Overtaken(ActivationError):
    """Another version went live meanwhile."""

    def __init__(self, number: int | None) -> None:
        now = f"Version {number}" if number else "No version"
        super().__init__(f"{now} is active now: look again before you change that.")


class NothingToRollBackTo(ActivationError):
    """No other version was active before the one that is."""

    def __init__(self) -> None:
        super().__init__("No other version was active before.")


class UnusableArtifact(ActivationError):
    """The version's files cannot be used."""


class ProtectedInputs(ActivationError):
    """The version uses protected attributes, and the settings do not allow that."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Version {number} uses {', '.join(schema.PROTECTED)}. It is for "
            "comparison; only the setting ALLOW_PROTECTED_INPUTS lets it go live."
        )


class FourEyes(ActivationError):
    """FOUR_EYES_ACTIVATION: a person who did not train the version has to do this."""

    def __init__(self, why: str) -> None:
        super().__init__(f"FOUR_EYES_ACTIVATION is on: {why}")


@transaction.atomic
def activate(
    *,
    number: int,
    reason: str,
    by: User | None,
    instead_of: int | None = ANY_VERSION,
) -> ModelActivation:
    """Make a version the live one, after it was read and tried.

    Parameters
    ----------
    by : None where nobody is named, which the setting FOUR_EYES_ACTIVATION refuses.
    instead_of : refuse where another version is active than the caller believes.

    Raises
    ------
    ActivationError
        One of its kinds; the version that was live stays so.
    """
    versions = _locked()
    _expect(versions, instead_of)
    version = _usable(versions, number, by, rollback=False)
    return _activate(versions, version, reason, by, rollback=False)


def _locked() -> dict[int, ModelVersion]:
    """Return all versions, locked: of two activations at once the second waits."""
    # no_key: predictions, which point to a version, are written meanwhile.
    rows = ModelVersion.objects.select_for_update(no_key=True).order_by("number")
    return {version.number: version for version in rows}


def _active(versions: dict[int, ModelVersion]) -> ModelVersion | None:
    return next((v for v in versions.values() if v.is_active), None)


def _expect(versions: dict[int, ModelVersion], number: int | None) -> None:
    active = _active(versions)
    found = active.number if active else None
    if number not in (ANY_VERSION, found):
        raise Overtaken(found)


def _activate(
    versions: dict[int, ModelVersion],
    version: ModelVersion,
    reason: str,
    by: User | None,
    *,
    rollback: bool,
) -> ModelActivation:
    reason = _kept(reason)
    ModelVersion.objects.filter(is_active=True).update(is_active=False)
    ModelVersion.objects.filter(number=version.number).update(is_active=True)
    transaction.on_commit(registry.forget)
    key, now = activation_log.next_place()
    return ModelActivation.objects.create(
        id=key,
        version=version,
        previous=_active(versions),
        is_rollback=rollback,
        activated_by=by,
        reason=reason,
        created_at=now,
    )


def _kept(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise NoReason
    lone = any("\ud800" <= letter <= "\udfff" for letter in reason)
    if len(reason) > REASON_LENGTH or "\0" in reason or lone:
        raise UnusableReason
    return reason


def _usable(
    versions: dict[int, ModelVersion], number: int, by: User | None, *, rollback: bool
) -> ModelVersion:
    version = versions.get(number)
    if version is None:
        raise UnknownVersion(number)
    if version.is_active:
        raise AlreadyActive(number)
    if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
        raise ProtectedInputs(number)
    if settings.FOUR_EYES_ACTIVATION:
        _four_eyes(version, by, rollback=rollback)
    try:
        registry.load(version)
        registry.verify(version)
    except registry.ArtifactError as error:
        raise UnusableArtifact(str(error)) from error
    return version


def _four_eyes(version: ModelVersion, by: User | None, *, rollback: bool) -> None:
    """Raise FourEyes, unless a person is named who did not train the version."""
    trainer, number = version.trained_by, version.number
    if by is None:
        raise FourEyes("say who activates, with --by USERNAME.")
    if accounts.is_client(by):
        raise FourEyes("a person activates, and this is a client of the API.")
    if by == trainer:
        raise FourEyes(f"{trainer} trained version {number}; another person activates.")
    # A rollback goes to what was live before, which somebody once let go live.
    if trainer is None and not rollback:
        raise FourEyes(
            f"nobody is named as who trained version {number}, so it may be anybody. "
            "Train again with manage.py retrain --by USERNAME."
        )


@transaction.atomic
def roll_back(
    *, reason: str, by: User | None, instead_of: int | None = ANY_VERSION
) -> ModelActivation:
    """Take the last activation back: the version before it is live again.

    Each rollback takes back one more, until the first activation is left.

    Raises
    ------
    ActivationError
    """
    versions = _locked()
    _expect(versions, instead_of)
    before = activation_log.before_active()
    if before is None:
        raise NothingToRollBackTo
    version = _usable(versions, before, by, rollback=True)
    return _activate(versions, version, reason, by, rollback=True)


def how_to(version: ModelVersion) -> str:
    """Return how a version that waits goes live, as a sentence."""
    if not settings.FOUR_EYES_ACTIVATION:
        command = f"manage.py activate_model {version.number} --reason '...'"
        return f"To activate it: {command}"
    if version.trained_by is None:
        return (
            "FOUR_EYES_ACTIVATION is on, and nobody is named as who trained it. "
            "Train again with manage.py retrain --by USERNAME."
        )
    return (
        f"FOUR_EYES_ACTIVATION is on: another person than {version.trained_by} "
        f"activates it, with manage.py activate_model {version.number} --by USERNAME "
        "--reason '...', in the admin or by the API."
    )


def describe(activation: ModelActivation) -> str:
    """Return the activation as a sentence."""
    before = activation.previous_id
    was = f" Before: version {before}." if before else ""
    return f"Version {activation.version_id} is active.{was}"
