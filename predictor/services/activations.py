"""How a version goes live: checked, tried, logged, one at a time."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ml import schema
from predictor.models import ModelActivation, ModelVersion
from predictor.services import registry

ANY_VERSION: Final = -1  # whichever is active


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
    instead_of : refuse where another version is active than the caller believes.

    Raises
    ------
    ActivationError
        One of its kinds; the version that was live stays so.
    """
    versions = _locked()
    _expect(versions, instead_of)
    return _activate(versions, _usable(versions, number), reason, by, rollback=False)


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
    if not reason.strip():
        raise NoReason
    ModelVersion.objects.filter(is_active=True).update(is_active=False)
    ModelVersion.objects.filter(number=version.number).update(is_active=True)
    transaction.on_commit(registry.forget)
    return ModelActivation.objects.create(
        version=version,
        previous=_active(versions),
        is_rollback=rollback,
        activated_by=by,
        reason=reason.strip(),
        created_at=timezone.now(),
    )


def _usable(versions: dict[int, ModelVersion], number: int) -> ModelVersion:
    version = versions.get(number)
    if version is None:
        raise UnknownVersion(number)
    if version.is_active:
        raise AlreadyActive(number)
    if version.includes_protected and not settings.ALLOW_PROTECTED_INPUTS:
        raise ProtectedInputs(number)
    try:
        registry.load(version)
    except registry.ArtifactError as error:
        raise UnusableArtifact(str(error)) from error
    return version


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
    before = _before_active()
    if before is None:
        raise NothingToRollBackTo
    version = _usable(versions, before)
    return _activate(versions, version, reason, by, rollback=True)


def _before_active() -> int | None:
    """Return what the last activation replaced that no rollback has taken back."""
    replaced: list[int | None] = []
    log = ModelActivation.objects.order_by("id")
    for before, is_rollback in log.values_list("previous_id", "is_rollback"):
        if is_rollback:
            replaced.pop()
        else:
            replaced.append(before)
    return replaced[-1] if replaced else None


def describe(activation: ModelActivation) -> str:
    """Return the activation as a sentence."""
    before = activation.previous_id
    was = f" Before: version {before}." if before else ""
    return f"Version {activation.version_id} is active.{was}"
