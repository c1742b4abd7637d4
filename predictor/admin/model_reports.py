"""The report of a model version, its pictures, and two versions side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from predictor.admin import display
from predictor.admin.base import RecordAdmin, may_see_protected
from predictor.admin.tables import Table
from predictor.models import ModelVersion
from predictor.services import reports

_SVG: Final = "image/svg+xml"
_TEXT: Final = "text/plain; charset=utf-8"
_DIGEST: Final = re.compile("[0-9a-f]{64}")

Row = list[reports.Picture | None]


class TwoVersions(forms.Form):
    """Which versions to lay side by side."""

    left = forms.ModelChoiceField(
        ModelVersion.objects.all(), widget=UnfoldAdminSelectWidget, empty_label=None
    )
    right = forms.ModelChoiceField(
        ModelVersion.objects.all(), widget=UnfoldAdminSelectWidget, empty_label=None
    )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if chosen.get("left") and chosen.get("left") == chosen.get("right"):
            raise ValidationError("Choose two versions.")
        return chosen


class ReportedAdmin(RecordAdmin):
    """Versions with a page for the report of each, and one for two of them."""

    actions_list = ("compare",)

    def get_urls(self) -> list[URLPattern]:
        address = "<path:object_id>/report/<slug:kind>/"
        view = self.admin_site.admin_view(require_safe(self.picture))
        name = "predictor_modelversion_picture"
        return [path(address, view, name=name), *super().get_urls()]

    @action(description="Report", icon="lab_profile", permissions=["view"])
    def report(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what there is to say of one version."""
        version = self.get_object(request, object_id)
        if version is None:
            away: HttpResponse = self._get_obj_does_not_exist_redirect(
                request, self.opts, object_id
            )
            return away
        found = reports.of(version)
        context = {
            "title": f"Report of version {version.number}",
            "report": found,
            "parts": _parts(request, found.sections, found),
        }
        return self._page(request, "admin/model_report.html", context)

    def picture(self, request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
        """Send one picture, if it is the one that was written."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = self.get_object(request, object_id)
        if version is None:
            return HttpResponse("There is no such version.", _TEXT, 404)
        try:
            return HttpResponse(reports.picture(version, kind), _SVG)
        except reports.NoPicture as problem:
            return HttpResponse(str(problem), _TEXT, 404)

    @action(description="Compare", icon="compare", permissions=["view"])
    def compare(self, request: HttpRequest) -> HttpResponse:
        """Show two versions side by side: those of the address, or the newest."""
        form = TwoVersions(_chosen(request))
        context = {"title": "Two versions side by side", "form": form}
        context["alone"] = ModelVersion.objects.count() < len(form.fields)
        if form.is_valid():
            found = reports.side_by_side(**form.cleaned_data)
            context["comparison"] = found
            context["parts"] = _parts(request, found.sections, found.left, found.right)
        return self._page(request, "admin/model_comparison.html", context)

    def _page(
        self, request: HttpRequest, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**around, **context})


def _parts(
    request: HttpRequest, sections: Iterable[reports.Section], *found: reports.Report
) -> list[tuple[reports.Section, list[Table], list[Row]]]:
    """Return what somebody may see: sections with their tables and their pictures."""
    shown = may_see_protected(request)
    return [
        (section, [_table(grid) for grid in section.grids], _rows(section, *found))
        for section in sections
        if shown or not section.protected
    ]


def _table(grid: reports.Grid) -> Table:
    rows = [[_cell(text) for text in row] for row in grid.rows]
    return Table(title=grid.title, headers=grid.headers, rows=rows)


def _cell(text: str) -> str:
    return display.digest(text) if _DIGEST.fullmatch(text) else text


def _rows(section: reports.Section, *found: reports.Report) -> list[Row]:
    """Return the pictures of a section: one version's in a row, or two's in pairs."""
    pairs = [[each.pictures.get(kind) for each in found] for kind in section.pictures]
    shown = [pair for pair in pairs if any(pair)]
    return [sum(shown, [])] if shown and len(found) == 1 else shown


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """Return the two numbers of the address; the live and the newest fill in."""
    sides = ("left", "right")
    given = {name: request.GET[name] for name in sides if request.GET.get(name)}
    live = ModelVersion.objects.order_by("-is_active", "-number")
    likely = [str(number) for number in live.values_list("number", flat=True)[:2]]
    likely = [number for number in likely if number not in given.values()]
    for name in sides:
        if name not in given and likely:
            given[name] = likely.pop(0)
    return given
