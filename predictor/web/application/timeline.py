"""All that happened to an application in one line, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Final
from uuid import UUID

from predictor.models import LoanApplication
from predictor.web.application import happenings
from predictor.web.application.happenings import Happening, Window
from predictor.web.application.scores import scores_of

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Timeline:
    """Some of what happened, and the key from which it goes on."""

    happenings: list[Happening]
    older: UUID | None

    @property
    def is_whole(self) -> bool:
        """Whether it goes back to the beginning."""
        return self.older is None


def newest_of(found: Iterable[Happening], *, size: int) -> Timeline:
    """Merge what was found in each table; each was asked for one more than the size."""
    newest = sorted(found, key=attrgetter("key"), reverse=True)
    shown = newest[:size]
    return Timeline(shown, shown[-1].key if len(newest) > size else None)


def timeline_of(application: LoanApplication, *, before: UUID | None) -> Timeline:
    """Return a page of all that happened, from a key on."""
    window = Window(size=PAGE_SIZE + 1, before=before)
    scores, _ = scores_of(application, size=PAGE_SIZE + 1, before=before)
    decisions = application.decisions.select_related("decided_by")
    found = [
        *happenings.scored(scores),
        *happenings.decided(window.of(decisions)),
        *happenings.told(application, window),
        *happenings.written(application, window),
        *happenings.tried(happenings.what_ifs(application, window)),
    ]
    return newest_of(found, size=PAGE_SIZE)


def scores_page(application: LoanApplication, *, before: UUID | None) -> Timeline:
    """Return a page of the scores alone, from a key on."""
    scores, more = scores_of(application, size=PAGE_SIZE, before=before)
    found = list(happenings.scored(scores))
    return Timeline(found, found[-1].key if more else None)
