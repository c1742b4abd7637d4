"""What is wrong with a file as a whole, in an officer's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from predictor.services.batches.jobs import MAX_ROWS
from predictor.services.batches.uploading import MAX_BYTES

_MEGABYTE: Final = 1024 * 1024
_MOST_NAMES: Final = 10
_LONGEST_NAME: Final = 40

_SENTENCES: Final = {
    "empty": gettext_lazy(
        "The file is empty. Choose one with a heading and at least one row."
    ),
    "no_rows": gettext_lazy(
        "The file has a heading and no rows. Choose one with at least one row."
    ),
    "no_heading": gettext_lazy(
        "The first row is not a heading. It must have the names of the columns as in "
        "the template; in a CSV file, with commas between them."
    ),
    "unknown": gettext_lazy(
        "The file has columns that are not known: %(names)s. Take them out, or write "
        "their names as in the template."
    ),
    "twice": gettext_lazy(
        "The file has columns twice: %(names)s. Take one of each out."
    ),
    "lacking": gettext_lazy(
        "The file lacks columns that are needed: %(names)s. Add them, with the names "
        "of the template."
    ),
    "not_csv": gettext_lazy(
        "Line %(line)s cannot be read as CSV: a quotation mark is not closed or stands "
        "in the wrong place, or a cell is far too long. Put the line right."
    ),
    "not_text": gettext_lazy(
        "The file is neither CSV nor an Excel workbook. Save it as one of these."
    ),
    "utf_16": gettext_lazy(
        "The file is Unicode text of a kind that is not read (UTF-16). In Excel, save "
        "it as “CSV UTF-8”, or as a workbook."
    ),
    "old_excel": gettext_lazy(
        "The workbook is one of an old Excel (.xls), or has a password. Save it as an "
        "Excel workbook (.xlsx) without a password."
    ),
    "damaged": gettext_lazy(
        "The file cannot be read as an Excel workbook. Open it in Excel, and save it "
        "as an Excel workbook (.xlsx) once more."
    ),
    "too_large": gettext_lazy(
        "The file is too large: %(megabytes)s MB are the most. Split it, or ask "
        "whoever runs this installation to score it with the command manage.py score."
    ),
    "too_many_rows": gettext_lazy(
        "The file has more than %(rows)s rows. Split it, or ask whoever runs this "
        "installation to score it with the command manage.py score."
    ),
    "no_model": gettext_lazy(
        "No model is active. Whoever runs this installation makes one with the command "
        "manage.py retrain."
    ),
    "broken_model": gettext_lazy(
        "The active model cannot be read. Whoever runs this installation finds the "
        "cause in the log."
    ),
    "attempts": gettext_lazy(
        "The worker was interrupted again and again at the same place. Whoever runs "
        "this installation finds the cause in the log."
    ),
}
NO_MODEL: Final = _SENTENCES["no_model"]
BROKEN_MODEL: Final = _SENTENCES["broken_model"]
_OTHERWISE: Final = gettext_lazy("The file cannot be read.")


def problem(name: str, *, names: Sequence[str] = (), line: int | None = None) -> str:
    """Return what is wrong, and what to do about it."""
    return str(_SENTENCES.get(name, _OTHERWISE)) % {
        "names": _listed(names),
        "line": f"{line or 0:,}",
        "megabytes": MAX_BYTES // _MEGABYTE,
        "rows": f"{MAX_ROWS:,}",
    }


def _listed(names: Sequence[str]) -> str:
    shown = [name[:_LONGEST_NAME] or _("one without a name") for name in names]
    more = len(shown) - _MOST_NAMES
    if more > 0:
        shown = [*shown[:_MOST_NAMES], _("%(number)s more") % {"number": more}]
    return ", ".join(shown)
