"""The scores of an application, each with what had changed since the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext

from predictor.models import LoanApplication, Prediction


@dataclass(frozen=True, slots=True)
class Score:
    """A stored prediction, and why it was asked for."""

    prediction: Prediction
    why: str


def scores_of(
    application: LoanApplication, *, size: int, before: UUID | None = None
) -> tuple[list[Score], bool]:
    """Return the newest scores before a key, and whether there are older ones."""
    stored = application.predictions.order_by("-id").select_related("requested_by")
    stored = stored.defer("inputs")
    if before:
        stored = stored.filter(pk__lt=before)
    found: Sequence[Prediction | None] = list(stored[: size + 1])
    more = len(found) > size
    pairs = pairwise(found if more else [*found, None])
    return [Score(new, _why(new, old)) for new, old in pairs if new], more


def _why(new: Prediction, old: Prediction | None) -> str:
    if old is None:
        return gettext("First score")
    reasons = []
    if new.revision != old.revision:
        reasons.append(gettext("Changed: revision %(n)s") % {"n": new.revision})
    if new.model_version_id != old.model_version_id:
        reasons.append(gettext("Version %(n)s") % {"n": new.model_version_id})
    return "; ".join(reasons) or gettext("Asked again")
