"""What the pages share: who may see them, which version, and when it was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from predictor.admin.monitoring import NEEDED
from predictor.admin.monitoring.pictures import Picture
from predictor.admin.tables import Table
from predictor.models import ModelVersion

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page: its pictures, and the same numbers as tables."""

    title: str
    note: str = ""
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()


def page_of(name: str) -> Callable[[View], View]:
    """Return a decorator that lets in whoever has the permission of a page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if not request.user.has_perm(NEEDED[name]):
                raise PermissionDenied
            return view(request)

        return require_GET(admin.site.admin_view(guarded))

    return decorate


def show(
    request: HttpRequest,
    *,
    title: str,
    notes: Sequence[str],
    versions: Sequence[tuple[str, str]],
    chosen: str,
    sections: Sequence[Section],
    counted_at: datetime | None,
) -> HttpResponse:
    """Return a page in the admin's own frame."""
    context = {
        **admin.site.each_context(request),
        "title": title,
        "notes": notes,
        "versions": versions,
        "chosen": chosen,
        "sections": sections,
        "counted_at": counted_at,
    }
    return render(request, "admin/monitoring.html", context)


def versions() -> list[tuple[str, str]]:
    """Return the number and the name of each version, the newest first."""
    found = ModelVersion.objects.values_list("number", "is_active")
    return [(str(n), f"Version {n}{', active' if a else ''}") for n, a in found]


_LONGEST_NUMBER: Final = 9


def wanted(request: HttpRequest) -> int | None:
    """Return the version that the address asks for; None where it names none.

    What is no version is said, and then the page shows what it shows by default.
    """
    text = request.GET.get("version", "")
    plain = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    if plain and ModelVersion.objects.filter(number=int(text)).exists():
        return int(text)
    if text:
        messages.error(request, "There is no such version.")
    return None


def wanted_or_active(request: HttpRequest) -> int | None:
    """Return the version asked for, else the active one, else the newest."""
    number = wanted(request)
    if number is None:
        newest = ModelVersion.objects.order_by("-is_active", "-number").first()
        return newest.number if newest else None
    return number


def nothing(request: HttpRequest, title: str) -> HttpResponse:
    """Return the page of an installation without a version."""
    return show(
        request,
        title=title,
        notes=["There is no model version yet. Run manage.py retrain."],
        versions=[],
        chosen="",
        sections=[],
        counted_at=None,
    )
