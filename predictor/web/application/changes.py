"""What a new revision of an application changed, as far as officers may see it.

Of attributes that are not shown it does not even tell whether they were changed: who
answers for them once more would learn what stood there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from ml import schema
from predictor.models import JournalEntry, Kind, LoanApplication, Revision
from predictor.models.keys import first_key
from predictor.web.history import presentation


@dataclass(frozen=True, slots=True)
class Change:
    """What stood in a field, and what stands there since."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What took the place of a revision."""

    number: int  # of the new one
    at: datetime
    shown: list[Change]
    at_the_desk: bool  # whether the journal says who changed it, and why

    @property
    def key(self) -> UUID:
        """Where they stand among rows whose keys sort by time."""
        return first_key(self.at)


#: What an officer writes into the journal with a new revision.
AT_THE_DESK: Final = (Kind.CORRECTED, Kind.REOPENED)
#: What stands now, put together by the database: no protected attribute is read here.
_NOW: Final = JSONObject(
    **{f.name: F(f"application__{f.attribute}") for f in schema.PREDICTORS}
)


def changes_of(
    application: LoanApplication, *, size: int, until: datetime | None = None
) -> list[Changes]:
    """Return the newest changes until a moment; no query where there never was one."""
    if application.revision == 1:
        return []
    replaced = _with_what_followed(application.revisions.all())
    if until:
        replaced = replaced.filter(replaced_at__lte=until)
    return [_changes(one) for one in replaced[:size]]


def _changes(one: Any) -> Changes:
    """Return what took the place of a revision that knows what followed it."""
    return Changes(
        number=one.number + 1,
        at=one.replaced_at,
        shown=list(_shown(one.inputs, one.followed)),
        at_the_desk=one.at_the_desk,
    )


def _with_what_followed(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    following = Revision.objects.filter(
        application=OuterRef("application"), number=OuterRef("number") + 1
    )
    followed = Coalesce(
        Subquery(following.values("inputs")), _NOW, output_field=JSONField()
    )
    written = JournalEntry.objects.filter(
        application=OuterRef("application"),
        revision=OuterRef("number") + 1,
        kind__in=AT_THE_DESK,
    )
    return revisions.annotate(followed=followed, at_the_desk=Exists(written))


Inputs = Mapping[str, schema.Value]


def _shown(before: Inputs, after: Inputs) -> Iterator[Change]:
    pairs = zip(
        presentation.submitted(before), presentation.submitted(after), strict=True
    )
    for was, now in pairs:
        if was.text != now.text:
            yield Change(was.label, was.text, now.text)
