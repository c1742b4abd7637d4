"""Filters and search that stay fast on many rows and survive any query string."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter
from unfold.contrib.filters.forms import RangeDateForm

from ml import schema
from predictor.models import LoanApplication
from predictor.models.keys import first_key

#: So many applications are looked at for one search.
MOST_APPLICATIONS: Final = 1_000


def refuse(request: HttpRequest, rows: QuerySet[Any], sentence: str) -> QuerySet[Any]:
    """Say why nothing is shown, and show nothing."""
    messages.error(request, sentence)
    return rows.none()


class ChoiceFilter(DropdownFilter):
    """One value of a column, out of those that it can have."""

    column: ClassVar[str]
    options: ClassVar[list[tuple[Any, Any]]] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return self.options

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value not in {str(option) for option, _ in self.lookup_choices}:
            return refuse(request, queryset, f"There is no such {self.title}.")
        return queryset.filter(self.condition(value))

    def condition(self, value: str) -> Q:
        """Return what the rows of one option have in common."""
        return Q(**{self.column: value})


def choice_filter(
    name: str, options: list[tuple[Any, Any]], title: str = ""
) -> type[ChoiceFilter]:
    """Return the filter of a column with fixed choices."""
    return type(
        f"{name.title()}Filter",
        (ChoiceFilter,),
        {
            "title": title or name,
            "parameter_name": name,
            "column": name,
            "options": options,
        },
    )


_DAYS: Final = ("date_from", "date_to")


class DateFilter(ListFilter):
    """From one day to another, both included.

    Keys are UUIDs of version 7, so a range of days is a range of keys: the primary
    key's index serves it, and ``created_at`` needs none.
    """

    title = "date"
    parameter_name = "date"
    template = "unfold/filters/filters_date_range.html"
    form_class = RangeDateForm

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: Any,
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in _DAYS:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]
        self.form = RangeDateForm(name=self.parameter_name, data=self.used_parameters)

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [*_DAYS]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        yield {
            "request": self.request,
            "parameter_name": self.parameter_name,
            "form": self.form,
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.is_valid():
            return refuse(request, queryset, "Write dates like 2026-01-31.")
        first, last = (self.form.cleaned_data[n] for n in _DAYS)
        if first:
            queryset = queryset.filter(id__gte=first_key(_start(first)))
        if last:
            end = _start(last) + timedelta(days=1)
            queryset = queryset.filter(id__lt=first_key(end))
        return queryset


def _start(day: date) -> datetime:
    # Years that no key has are as good as the nearest one that it can have.
    year = min(max(day.year, 1970), 9000)
    kept = day if day.year == year else date(year, 1, 1)
    return timezone.make_aware(datetime.combine(kept, time.min))


# Search by Loan_ID

_LOAN_ID: Final = re.compile(schema.LOAN_ID.pattern)


def search(
    request: HttpRequest, rows: QuerySet[Any], term: str, *, by: str
) -> QuerySet[Any]:
    """Return the rows of the applications whose Loan_ID begins with the term.

    The applications are found first, in their own query, so that no planner ever
    walks all predictions in the hope of meeting one of them.
    """
    term = term.strip()
    if not _LOAN_ID.fullmatch(term):
        return refuse(request, rows, f"A Loan ID is {schema.LOAN_ID.rule}.")
    found = applications_beginning_with(term)
    if len(found) == MOST_APPLICATIONS:
        messages.warning(request, "More Loan IDs begin like this: write more of it.")
    return rows.filter(**{f"{by}__in": found})


def applications_beginning_with(term: str) -> list[UUID]:
    """Return the keys of at most ``MOST_APPLICATIONS`` applications, in no order.

    An order would make PostgreSQL sort all that begin with a short term.
    """
    matching = LoanApplication.objects.beginning_with(term).order_by()
    return list(matching.values_list("id", flat=True)[:MOST_APPLICATIONS])
