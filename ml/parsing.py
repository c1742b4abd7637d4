"""JSON → validated applicants in one pass, where nothing is wrong.

The rules are those of ``ml.validation``, read from the same data dictionary. What is
not valid, or valid in a way that is rare, is left to the thorough path, which says why:
this one accepts or knows nothing, and refuses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import astuple

from ml import schema
from ml.applicants import Applicants

_Column = Sequence[Any]  # of values as they came; UNSET where a field was left out


def _kind(field: schema.Field) -> Any:
    """Return the type whose values are the field's domain."""
    if isinstance(field, schema.Text):
        return str  # see _match
    if isinstance(field, schema.Category):
        numbers = tuple(number for number, _ in field.aliases)
        return Literal[(*field.choices, *numbers)]
    if isinstance(field, schema.Number):
        if field.above_minimum:
            return Annotated[float, Meta(gt=field.minimum, le=field.maximum)]
        return Annotated[float, Meta(ge=field.minimum, le=field.maximum)]
    return float  # a flag: clients send 1.0 too; see _settle


def _member(field: schema.Field) -> tuple[str, Any, Any]:
    kind = _kind(field)
    if field.required:
        return field.attribute, kind, msgspec.field(name=field.name)
    optional = kind | None | UnsetType
    return field.attribute, optional, msgspec.field(name=field.name, default=UNSET)


@cache
def _decoders() -> tuple[msgspec.json.Decoder[Any], msgspec.json.Decoder[Any]]:
    """Return the decoders of one applicant and of many."""
    members = [_member(field) for field in schema.APPLICANT_FIELDS]
    applicant = msgspec.defstruct(
        "Applicant", members, kw_only=True, forbid_unknown_fields=True, gc=False
    )
    return msgspec.json.Decoder(applicant), msgspec.json.Decoder(list[applicant])  # type: ignore[valid-type]


def parse(body: bytes) -> Applicants | None:
    """Return the applicants of a JSON object, or of an array of them.

    Returns
    -------
    None unless every row is valid, or where this path cannot tell.
    """
    one, many = _decoders()
    try:
        is_array = body.lstrip()[:1] == b"["
        found = many.decode(body) if is_array else [one.decode(body)]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    names = 0
    columns: dict[str, _Column] = {}
    values = zip(*map(astuple, found), strict=True) if found else repeat(())
    for field, column in zip(schema.APPLICANT_FIELDS, values, strict=False):
        left_out = column.count(UNSET)
        names += len(column) - left_out
        columns[field.name] = _settle(field, _fill(column) if left_out else column)
    # Of a name that comes twice the decoder keeps the last value. No valid value holds
    # a colon, so there are as many colons as names: more than fields are too many.
    if body.count(b":") != names or not _are_flags(columns):
        return None
    loan_ids = [one for one in columns[schema.LOAN_ID.name] if one is not None]
    if len(set(loan_ids)) != len(loan_ids) or not _match(schema.LOAN_ID, loan_ids):
        return None
    return Applicants(range(len(found)), columns)


def _match(field: schema.Text, values: list[str]) -> bool:
    """Whether all values have the field's pattern.

    One match of all lines: of each value for itself the decoder would take as long as
    for the rest of its work.
    """
    lines = "".join([f"{value}\n" for value in values])
    return lines.count("\n") == len(values) and bool(_lines(field).fullmatch(lines))


@cache
def _lines(field: schema.Text) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{field.pattern})\n)*+")


def _are_flags(columns: dict[str, _Column]) -> bool:
    flags = (f.name for f in schema.APPLICANT_FIELDS if isinstance(f, schema.Flag))
    return all({0, 1, None}.issuperset(columns[name]) for name in flags)


def _fill(column: _Column) -> _Column:
    return [None if value is UNSET else value for value in column]


def _settle(field: schema.Field, column: _Column) -> _Column:
    """Return the values in the form that the rest of the project works with."""
    if isinstance(field, schema.Flag):
        return [_WHOLE.get(value, value) for value in column]
    if isinstance(field, schema.Category) and field.aliases:
        choices: dict[object, str] = dict(field.aliases)
        return [choices.get(value, value) for value in column]
    if isinstance(field, schema.Number) and not field.above_minimum:
        return [0.0 if value == 0 else value for value in column]  # -0.0 too
    return column


_WHOLE: Final = {0.0: 0, 1.0: 1}
