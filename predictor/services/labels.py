"""What there is to learn from: what people decided, or how loans ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from ml import schema
from ml.trained import Origin
from predictor.models import Decision, Label, LoanApplication, Prediction, Source
from predictor.models.application import LabelSource, LoanApplicationQuerySet
from predictor.services import outcomes
from predictor.services.deciding import force

#: From this many labelled rows of its own, of both classes, a lender needs no sample.
ENOUGH_OF_THEIR_OWN: Final = 200

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRows:
    """What there is to learn from, in the order of loan_id.

    Parameters
    ----------
    frame : the dictionary's columns.
    y : (n,) 1 for Y or repaid, 0 for N or defaulted.
    seen : (n,) whether the label may be a copy of what a model suggested: it was given
        when a suggestion stood there to be seen.
    known_since : (n,) when the label came here, or the application, the later of both.
    origin : sources, and the days of the labels as far as they have one.
    read_at : when all this was read.
    """

    label: Label
    frame: pd.DataFrame
    y: npt.NDArray[np.int64]
    seen: Flags
    known_since: list[datetime]
    origin: Origin
    sample_left_out: int
    read_at: datetime

    @property
    def seen_share(self) -> float:
        """The share of labels that may be copies."""
        return float(self.seen.mean()) if len(self.seen) else 0.0

    def new_since(self, moment: datetime) -> Flags:
        """Return which labels came after a moment, (n,)."""
        return np.array([known > moment for known in self.known_since], dtype=bool)

    @property
    def sources(self) -> dict[str, int]:
        """Return the number of rows by source."""
        return self.origin.sources


def labelled_rows(
    *,
    label: Label = Label.DECISION,
    since: date | None = None,
    until: date | None = None,
    outside: bool = False,
    include_sample: bool = False,
) -> LabelledRows:
    """Return the labelled applications, without the sample once others suffice.

    Parameters
    ----------
    since, until : first and last day of the labels that count, in the lender's time
        zone. A label without a date then does not.
    outside : return all others instead.
    """
    read_at = timezone.now()
    period = Q(**_dated(_DATE[label], since, until))
    rows = _of(label, read_at).filter(~period if outside else period)
    rows, left_out = (rows, 0) if include_sample else _without_sample(rows)
    names = [field.name for field in schema.PREDICTORS]
    values, told = [], []
    for row in _with_provenance(rows).values_list(*_COLUMNS):
        one = _Told(*row[len(names) :])
        if label == Label.DECISION or one.is_known_by(read_at):
            values.append(row[: len(names)])
            told.append(one)
    frame = pd.DataFrame(values, columns=names)
    moments = [getattr(one, _DATE[label]) for one in told]
    return LabelledRows(
        label=label,
        frame=frame,
        y=np.array([_LABEL[label](one) for one in told], dtype=np.int64),
        seen=np.array([label == Label.DECISION and one.seen for one in told], bool),
        known_since=[
            max(moment or one.created_at, one.created_at)
            for moment, one in zip(moments, told, strict=True)
        ],
        origin=_origin(told, [moment for moment in moments if moment]),
        sample_left_out=left_out,
        read_at=read_at,
    )


def _origin(told: list[_Told], dates: list[datetime]) -> Origin:
    days = [f"{timezone.localdate(at)}" for at in dates]
    return Origin(
        sources=dict(Counter(one.source for one in told)),
        dated=len(days),
        first=min(days, default=None),
        last=max(days, default=None),
    )


#: When an application got its label.
_DATE: Final = {Label.DECISION: "decided_at", Label.OUTCOME: "outcome_at"}


def _of(label: Label, now: datetime) -> LoanApplicationQuerySet:
    """Return the applications that have such a label."""
    applications = LoanApplication.objects.by_loan_id()
    if label == Label.DECISION:
        return applications.labelled()
    return applications.filter(
        outcome__isnull=False, decided_at__lte=outcomes.decided_before(now)
    )


def _dated(column: str, since: date | None, until: date | None) -> dict[str, datetime]:
    """Return the condition that a label is of one of these days."""
    asked = {}
    if since:
        asked[f"{column}__gte"] = _at(since, time.min)
    if until:
        asked[f"{column}__lte"] = _at(until, time.max)
    return asked


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _without_sample(
    rows: LoanApplicationQuerySet,
) -> tuple[LoanApplicationQuerySet, int]:
    """Return the others and how many were left out, where the others suffice."""
    own = rows.exclude(source=Source.SAMPLE)
    classes = own.order_by().values_list("loan_status", flat=True).distinct().count()
    if own.count() < ENOUGH_OF_THEIR_OWN or classes < len(schema.LOAN_STATUS.choices):
        return rows, 0
    return own, rows.filter(source=Source.SAMPLE).count()


def _with_provenance(rows: LoanApplicationQuerySet) -> Any:
    """Annotate whether a suggestion stood there when the label was given.

    The newest decision in effect says whether it is what its officer had said before
    the score was shown. Of labels that nobody gave here it is not known, so
    whatever was predicted before the decision counts as seen. Files often have the day
    alone, so the day after is taken for before.
    """
    made = Decision.objects.filter(application=OuterRef("pk"))
    theirs = force.in_effect(made).order_by("-id")
    a_day_later = ExpressionWrapper(
        OuterRef("decided_at") + timedelta(days=1), output_field=DateTimeField()
    )
    before = Coalesce(a_day_later, Now())
    predicted = Prediction.objects.filter(
        application=OuterRef("pk"), created_at__lt=before
    )
    return rows.annotate(
        hidden=Subquery(theirs.values("prediction_hidden")[:1]),
        shown=Subquery(theirs.values("prediction")[:1]),
        predicted=Exists(predicted),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a label, as ``_PROVENANCE`` names it."""

    loan_status: str | None
    outcome: str | None
    decided_at: datetime | None
    outcome_at: datetime | None
    created_at: datetime
    source: str
    label_source: str | None
    hidden: bool | None
    shown: object
    predicted: bool

    @property
    def seen(self) -> bool:
        if self.label_source == LabelSource.SAMPLE:
            return False  # decided long before
        if self.hidden is None or self.label_source == LabelSource.IMPORTED:
            return self.predicted  # no decision that was taken here gave the label
        return self.shown is not None and not self.hidden

    def is_known_by(self, now: datetime) -> bool:
        """Whether the loan is old enough, and how it ended can be told."""
        ripe = self.decided_at is not None and outcomes.is_ripe(self.decided_at, now)
        return ripe and self.was_repaid is not None

    @property
    def was_approved(self) -> bool:
        return self.loan_status == "Y"

    @property
    def was_repaid(self) -> bool | None:
        if self.decided_at is None:
            return None
        return outcomes.is_good(
            self.outcome, at=self.outcome_at, decided=self.decided_at
        )


_PROVENANCE: Final = (
    "loan_status",
    "outcome",
    "decided_at",
    "outcome_at",
    "created_at",
    "source",
    "label_source",
    "hidden",
    "shown",
    "predicted",
)
_COLUMNS: Final = (*(field.attribute for field in schema.PREDICTORS), *_PROVENANCE)
_LABEL: Final = {
    Label.DECISION: lambda told: told.was_approved,
    Label.OUTCOME: lambda told: told.was_repaid,
}
