"""What the address of the queue asks for; what it does not know, it leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.models import LoanApplication, Recommendation, Source, Status
from predictor.models.application import LoanApplicationQuerySet
from predictor.models.queues import ORDERS, Queue
from predictor.web.paging.positions import Order

Viewer = AbstractBaseUser | AnonymousUser


class Tab(TextChoices):
    """The tabs of the page: the queues, and two more."""

    DECIDE = Queue.DECIDE.value, Queue.DECIDE.label
    INCOMPLETE = Queue.INCOMPLETE.value, Queue.INCOMPLETE.label
    OFFERS = Queue.OFFERS.value, Queue.OFFERS.label
    LETTERS = Queue.LETTERS.value, Queue.LETTERS.label
    MINE = "mine", _("Mine")
    ALL = "all", _("All")


class By(TextChoices):
    """What the rows are ordered by."""

    DUE = "due", _("Due")
    RECEIVED = "received", _("Received")
    TOUCHED = "touched", _("Last changed")


class Way(TextChoices):
    """Which end comes first."""

    UP = "asc", _("Earliest first")
    DOWN = "desc", _("Latest first")


class Whose(TextChoices):
    """Who works on it."""

    ANYBODY = "", _("Anybody or nobody")
    ME = "me", _("Me")
    NOBODY = "nobody", _("Nobody")


NOT_SCORED: Final = "none"
Words = dict[str, str | Promise]
#: What the rows can be narrowed to, in the address and in words.
SUGGESTIONS: Final[Words] = {
    "": _("Anything"),
    **{kind.value: kind.label for kind in Recommendation},
    NOT_SCORED: _("Not scored"),
}
_MOVING: Final = (
    Status.READY,
    Status.SECOND_OFFICER,
    Status.INCOMPLETE,
    Status.COUNTER_OFFER,
    Status.APPROVED,
    Status.DECLINED,
)
#: Which statuses a tab has; where it is one alone, there is nothing to choose.
_STATUSES: Final[dict[Tab, tuple[Status, ...]]] = {
    Tab.DECIDE: (Status.READY, Status.SECOND_OFFICER),
    Tab.LETTERS: (Status.APPROVED, Status.DECLINED),
    Tab.MINE: _MOVING,
    Tab.ALL: tuple(Status),
}
#: By what a tab can be ordered, the usual one first. An incomplete application has no
#: day by which it is due; among all, it is the key that says which came first.
_ORDERS: Final[dict[Tab, tuple[By, ...]]] = {
    Tab.INCOMPLETE: (By.RECEIVED, By.TOUCHED),
    Tab.ALL: (By.RECEIVED,),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tab, its order, and what it is narrowed to."""

    tab: Tab
    by: By
    way: Way
    reference: str
    status: str
    suggestion: str
    whose: Whose
    source: str

    @property
    def statuses(self) -> Words:
        """The statuses that can be chosen from."""
        return _words(_STATUSES.get(self.tab, ()))

    @property
    def orders(self) -> tuple[By, ...]:
        """What the tab can be ordered by."""
        return orders_of(self.tab)

    @property
    def sources(self) -> Words:
        """The sources that can be chosen from."""
        return _words(tuple(Source))

    @property
    def order(self) -> Order:
        """The order as the database knows it."""
        column = None if self.tab == Tab.ALL else ORDERS[self.by.value]
        return Order(column, descending=self.way == Way.DOWN)

    @property
    def is_a_reference(self) -> bool:
        """Whether what is looked for can be one, or how one begins."""
        return bool(re.fullmatch(schema.LOAN_ID.pattern, self.reference))

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is set, besides what is looked for."""
        return bool(self.status or self.suggestion or self.whose or self.source)

    def conditions(self, viewer: Viewer) -> Q:
        """Return what an application has to be, besides its suggestion."""
        chosen: dict[str, Any] = {"status": self.status, "source": self.source}
        conditions = Q(**{name: value for name, value in chosen.items() if value})
        if self.whose == Whose.ME:
            conditions &= Q(assignee=viewer.pk)
        elif self.whose == Whose.NOBODY:
            conditions &= Q(assignee__isnull=True)
        return conditions


def orders_of(tab: Tab) -> tuple[By, ...]:
    """Return what a tab can be ordered by, the usual one first."""
    return _ORDERS.get(tab, tuple(By))


def _words(choices: tuple[TextChoices, ...]) -> Words:
    if not choices:
        return {}
    return {"": _("Any"), **{choice.value: choice.label for choice in choices}}


def read(query: Mapping[str, str]) -> Wanted:
    """Return what an address asks for."""
    tab = Tab(_known(query, "tab", Tab.values, Tab.DECIDE))
    by = By(_known(query, "order", orders_of(tab), orders_of(tab)[0]))
    usual = Way.UP if by == By.DUE else Way.DOWN
    whose = _known(query, "whose", Whose.values, "") if tab != Tab.MINE else ""
    return Wanted(
        tab=tab,
        by=by,
        way=Way(_known(query, "dir", Way.values, usual)),
        reference=query.get("q", "").replace("\0", "\N{REPLACEMENT CHARACTER}").strip(),
        status=_known(query, "status", _STATUSES.get(tab, ()), ""),
        suggestion=_known(query, "suggestion", SUGGESTIONS, ""),
        whose=Whose(whose),
        source=_known(query, "source", Source.values, ""),
    )


def _known(query: Mapping[str, str], name: str, values: Any, otherwise: str) -> str:
    given = query.get(name, "")
    return given if given in values else otherwise


def rows_of(tab: Tab, viewer: Viewer) -> LoanApplicationQuerySet:
    """Return the applications of a tab, in the order of an index."""
    rows = LoanApplication.objects
    if tab == Tab.ALL:
        return rows.order_by("pk")
    if tab == Tab.MINE:
        mine = rows.filter(assignee=viewer.pk, queue__isnull=False)
        return mine.order_by("queue", "waiting_since")
    return rows.filter(queue=tab.value).order_by("waiting_since")
