"""Whether a decision is in force, and if not, why not."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from predictor.models import Decision, Kind
from predictor.services.deciding import force


class Standing(TextChoices):
    """Where a decision stands."""

    IN_FORCE = "in_force", _("In force")
    AWAITING = "awaiting", _("Waits for a second officer")
    SENT_BACK = "sent_back", _("Sent back by a second officer: it never took effect")
    NEVER = (
        "never",
        _("Not confirmed before the application was withdrawn: it never took effect"),
    )
    CONTESTED = (
        "contested",
        _("Another decision is to take its place, and waits for a second officer"),
    )
    REPLACED = "replaced", _("Replaced by another decision")
    LAPSED = (
        "lapsed",
        _("No longer in force: the application was reopened or withdrawn"),
    )

    @property
    def took_effect(self) -> bool:
        """Whether it is, or once was, what the applicant could be told."""
        return self in _TOOK_EFFECT


_TOOK_EFFECT: Final = (
    Standing.IN_FORCE,
    Standing.CONTESTED,
    Standing.REPLACED,
    Standing.LAPSED,
)


def of(decision: Decision) -> Standing:
    """Return where a decision stands, by where its application does."""
    if decision.needs_second and not _is_confirmed(decision):
        return _unconfirmed(decision)
    waiting = force.awaiting_second(decision.application)
    if waiting and waiting.reverses_id == decision.pk:
        return Standing.CONTESTED
    if force.in_effect(decision.reversed_by.all()).exists():
        return Standing.REPLACED
    standing = force.in_force(decision.application)
    if standing and standing.pk == decision.pk:
        return Standing.IN_FORCE
    return Standing.LAPSED


def _is_confirmed(decision: Decision) -> bool:
    return force.confirmation_of(decision) is not None


def _unconfirmed(decision: Decision) -> Standing:
    if decision.journal.filter(kind=Kind.SENT_BACK).exists():
        return Standing.SENT_BACK
    waiting = force.awaiting_second(decision.application)
    if waiting and waiting.pk == decision.pk:
        return Standing.AWAITING
    return Standing.NEVER


def successor(decision: Decision) -> Decision | None:
    """Return the decision that took its place, or is to take it."""
    waiting = force.awaiting_second(decision.application)
    if waiting and waiting.reverses_id == decision.pk:
        return waiting
    return force.in_effect(decision.reversed_by.all()).order_by("-id").first()
