"""Numbers as people write them: full amounts of money, with separators and units."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from django.conf import settings

from ml import schema
from predictor.services import dictionary

#: More digits than any amount has: nothing that is worth separators.
_LONGEST: Final = 40
_THOUSANDS: Final = "thousands of "
_CURRENCY: Final = "currency"
#: Commas stand between groups of digits, the last of three: 110,5 is refused, since
#: whoever means a decimal comma would otherwise get ten times the amount.
_NUMBER: Final = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{2,3})*,\d{3})(\.\d*)?")
#: 4.500 is refused as well: many people write 4,500 so, and would get a thousandth.
_EITHER: Final = re.compile(r"[-+]?\d{1,3}\.\d{3}")


def is_money(field: schema.Number) -> bool:
    """Whether the field counts the lender's currency."""
    return _CURRENCY in field.unit


def unit(field: schema.Number) -> str:
    """Return the unit in which people read and type the field."""
    return dictionary.unit(field.unit.removeprefix(_THOUSANDS))


def read(text: str, field: schema.Number) -> float | str | None:
    """Return the number that was typed, in the unit of the data dictionary.

    What is no number stays text, for the validation to refuse; blank is missing. The
    decimal point is moved before the text is read, so 128,500 is the very float that a
    client of the API sends as 128.5.
    """
    bare = _without_currency(text)
    if not bare:
        return text.strip() or None
    if not _NUMBER.fullmatch(bare) or _EITHER.fullmatch(bare):
        return text
    return float(f"{bare.replace(',', '')}e-{_places(field)}")


def write(value: float, field: schema.Number) -> str:
    """Return the value in full, as people read it: 128.5 thousand is 128,500."""
    places = 10 ** _places(field)
    whole = round(value * places)
    if whole / places == value:  # the common case, without Decimal's slowness
        return f"{whole:,}"
    exact = Decimal(repr(float(value))).scaleb(_places(field)).normalize()
    exponent = exact.as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) and exponent < 0 else 0
    text = f"{exact:,.{decimals}f}"
    return f"{text}0" if _EITHER.fullmatch(text) else text


def grouped(text: str) -> str:
    """Return a number as it was typed, with separators; other text as it was typed."""
    bare = _without_currency(text)
    if len(bare) > _LONGEST or not _NUMBER.fullmatch(bare):
        return text
    whole, point, rest = bare.replace(",", "").partition(".")
    sign = whole[: -len(whole.lstrip("+-"))]
    return f"{sign}{int(whole[len(sign) :]):,}{point}{rest}"


def _places(field: schema.Number) -> int:
    return 3 if field.unit.startswith(_THOUSANDS) else 0


def _without_currency(text: str) -> str:
    """Drop spaces, currency signs and the currency's name."""
    bare = text.casefold()
    for word in (settings.CURRENCY_NAME, settings.CURRENCY_SYMBOL):
        bare = bare.replace(word.casefold(), "")
    kept = (c for c in bare if not c.isspace() and unicodedata.category(c) != "Sc")
    return "".join(kept).replace("\N{MINUS SIGN}", "-")
