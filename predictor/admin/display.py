"""How the admin writes times, shares, words in colour and links."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

NOTHING: Final = "–"

#: Word on the wire → colour and icon; the word itself always stands beside them.
_LOOKS: Final = {
    "approve": ("success", "check_circle"),
    "approved": ("success", "check_circle"),
    "Y": ("success", "check_circle"),
    "active": ("success", "check_circle"),
    "refer": ("warning", "help"),
    "awaiting_second_officer": ("warning", "group"),
    "incomplete": ("warning", "error"),
    "counter_offer": ("info", "sync_alt"),
    "ready": ("info", "inbox"),
    "decline": ("danger", "cancel"),
    "declined": ("danger", "cancel"),
    "N": ("danger", "cancel"),
    "expired": ("danger", "timer_off"),
}


def label(value: str, word: str) -> SafeString:
    """Return the word in the colour of the value, with an icon."""
    colour, icon = _LOOKS.get(value, ("", ""))
    context = {"text": word, "type": colour, "icon": icon}
    return render_to_string("unfold/helpers/label.html", context)


def when(moment: datetime | None) -> SafeString | str:
    """Return a time in the lender's time zone, short enough for a list."""
    if moment is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" class="whitespace-nowrap">{}</time>',
        moment.isoformat(),
        date_format(timezone.localtime(moment), "j M Y, H:i:s"),
    )


def percent(share: float) -> str:
    """Return a probability as people read it."""
    return f"{share * 100:.1f}\u00a0%"


def digest(hexadecimal: str) -> SafeString:
    """Return a digest that breaks where a narrow screen ends."""
    return format_html('<code style="overflow-wrap: anywhere">{}</code>', hexadecimal)


def page_of(row: Model, key: str | None = None) -> str:
    """Return the address of a row's page."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[quote(key or row.pk)])


def link(row: Model | None, text: object = "") -> SafeString | str:
    """Return a link to a row's page."""
    if row is None:
        return NOTHING
    address = page_of(row)
    return format_html('<a href="{}" class="text-link">{}</a>', address, text or row)
