"""What all pages of records share: nobody writes, newest first, never slow."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from predictor.admin import filters
from predictor.admin.tables import Table

#: A list counts so far and no further.
MOST_COUNTED: Final = 2_500


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages over the newest rows: five million are not counted on each page."""

    template_name = "admin/bounded_pagination.html"

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[:MOST_COUNTED].count()

    @property
    def has_more(self) -> bool:
        """Whether there may be rows behind the last page."""
        return self.count == MOST_COUNTED


class FixedOrder(ChangeList):
    """A list in the one order that an index serves, whatever the address says."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return list(self.lookup_opts.ordering)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.full_result_count = self.result_count  # the heading then counts nothing


class RecordAdmin(ModelAdmin):
    """Rows that are looked at: no adding, no changing, no deleting, for nobody."""

    actions = None
    change_form_after_template = "admin/record_tables.html"
    list_filter_submit = True
    list_max_show_all = 0
    list_per_page = 25
    paginator = BoundedPaginator
    show_facets = "NEVER"
    show_full_result_count = False
    sortable_by: ClassVar[tuple[str, ...]] = ()
    #: Path from a row to its application, where it can be searched by Loan_ID.
    application_path = ""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FixedOrder

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filters only: any other lookup may scan a table, or break on its value."""
        names = ((f.parameter_name, f) for f in self.list_filter)
        return any(lookup in (n, f"{n}_from", f"{n}_to") for n, _ in names)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if search_term and self.application_path:
            path = self.application_path
            queryset = filters.search(request, queryset, search_term, by=path)
        return queryset, False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # A record has no history of changes, and its page no empty list of them.
        context = (extra_context or {}) | {"show_history": False}
        page: HttpResponse = super().change_view(request, object_id, form_url, context)
        return page

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["tables"] = [
            table
            for table in self.below(kwargs["obj"])
            if not table.protected or may_see_protected(request)
        ]
        page: HttpResponse = super().render_change_form(
            request, context, *args, **kwargs
        )
        return page

    def below(self, obj: Any) -> list[Table]:
        """Return what the page of one record shows below its fields."""
        return []


def may_see_protected(request: HttpRequest) -> bool:
    """Whether sex, marital status and dependents are shown to somebody."""
    return request.user.has_perm("predictor.view_protected")


class HtmxRedirect(HttpResponse):
    """Tells htmx to leave the dialog; a plain redirect would stay inside it."""

    def __init__(self, address: str) -> None:
        super().__init__(headers={"HX-Redirect": address})


def leave_dialog(request: HttpRequest, address: str) -> HttpResponse:
    """Return the answer that brings the browser from a dialog to a page."""
    if request.headers.get("HX-Request"):
        return HtmxRedirect(address)
    return HttpResponseRedirect(address)
