"""Rows as they come → validated applicants, or every rule that every row breaks.

Errors name row, field and rule; they never hold a value, for values are an applicant's
own and errors end up in logs, answers and tickets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from ml import schema

_LONGEST_NAME: Final = 64
#: Unknown fields that are listed: an answer must not grow far beyond its request.
_MOST_UNKNOWN: Final = 20
_YEARS: Final = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class RowError:
    """One rule that one row breaks. ``field`` is None where the row itself is wrong."""

    row: int
    field: str | None
    rule: str
    message: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Broken(Exception):
    """A value breaks a rule: the rule's name and a sentence."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rows of one body came to."""

    rows: list[int]  # the row number of each applicant, ascending
    applicants: list[schema.Applicant]
    errors: list[RowError]  # in the order of the rows


def check_rows(
    rows: Iterable[object],
    *,
    fields: Sequence[schema.Field] = schema.APPLICANT_FIELDS,
    numbers: Iterable[int] | None = None,
    complete: bool = True,
    seen: dict[schema.Value, int] | None = None,
) -> Checked:
    """Check every row against the data dictionary.

    Parameters
    ----------
    rows : JSON values, one for each applicant.
    fields : the fields that a row may carry; ``IMPORT_FIELDS`` for an import.
    numbers : what to call each row (lines of a file); by default from 0.
    complete : whether required fields have to be there.
    seen : Loan_ID → row, of rows before these; those of these rows are added.
    """
    checked = Checked([], [], [])
    seen = {} if seen is None else seen
    named = enumerate(rows) if numbers is None else zip(numbers, rows, strict=True)
    for number, row in named:
        applicant, errors = check_row(
            row, number=number, fields=fields, complete=complete
        )
        loan_id = applicant.get(schema.LOAN_ID.name)
        if loan_id is not None and seen.setdefault(loan_id, number) != number:
            errors.append(_duplicate(number, seen[loan_id]))
        checked.errors.extend(errors)
        if not errors:
            checked.rows.append(number)
            checked.applicants.append(applicant)
    return checked


def check_row(
    row: object,
    *,
    number: int = 0,
    fields: Sequence[schema.Field] = schema.APPLICANT_FIELDS,
    complete: bool = True,
) -> tuple[schema.Applicant, list[RowError]]:
    """Return the applicant of one row and the rules it breaks, field by field."""
    if not isinstance(row, Mapping):
        message = "A row is a JSON object from field to value."
        return {}, [RowError(number, None, "type", message)]
    applicant: schema.Applicant = {}
    errors = _unknown_fields(row, number, fields)
    for field in fields:
        try:
            value = row.get(field.name)
            applicant[field.name] = check_value(field, value, complete=complete)
        except Broken as broken:
            errors.append(RowError(number, field.name, broken.rule, str(broken)))
    return applicant, errors


def check_value(
    field: schema.Field, value: object, *, complete: bool = True
) -> schema.Value:
    """Return the value in the form that the rest of the project works with.

    Raises
    ------
    Broken
    """
    if value is None:
        if field.required and complete:
            raise Broken("required", f"{field.name} is required. {describe(field)}")
        return None
    return _CHECKS[field.kind](field, value)


def describe(field: schema.Field) -> str:
    """Return the field's domain as a sentence, for messages and docs."""
    if isinstance(field, schema.Category):
        return f"It is one of: {', '.join(field.choices)}."
    if isinstance(field, schema.Number):
        least = "above" if field.above_minimum else "from"
        bounds = f"{least} {field.minimum:,.0f} to {field.maximum:,.0f}"
        return f"It is a number {bounds} ({field.unit})."
    if isinstance(field, schema.Flag):
        return f"It is 1 ({field.one}) or 0 ({field.zero})."
    if isinstance(field, schema.Text):
        return f"It is text: {field.rule}."
    years = f"{_YEARS.start} to {_YEARS.stop - 1}"
    return f"It is a date, or date and time, in ISO 8601, of the years {years}."


def _unknown_fields(
    row: Mapping[object, object], number: int, fields: Sequence[schema.Field]
) -> list[RowError]:
    known = {field.name for field in fields}
    unknown = [_printable(str(name)) for name in row if name not in known]
    errors = [_unknown(number, name) for name in unknown[:_MOST_UNKNOWN]]
    if more := len(unknown) - len(errors):
        message = f"The row has {more:,} more fields that the dictionary lacks."
        errors.append(RowError(number, None, "unknown_field", message))
    return errors


def _printable(name: str) -> str:
    """Return a name that can be encoded: JSON may hold one half of a surrogate pair."""
    return name.encode("utf-8", "replace").decode()


def _unknown(number: int, name: str) -> RowError:
    if name in schema.FIELDS:
        message = f"{name} is for imports and decisions, not for a scoring request."
        return RowError(number, name, "not_allowed", message)
    message = "The data dictionary has no such field; names are spelt exactly."
    return RowError(number, name[:_LONGEST_NAME], "unknown_field", message)


def _duplicate(number: int, first: int) -> RowError:
    message = f"The Loan_ID stands in row {first} already."
    return RowError(number, schema.LOAN_ID.name, "duplicate", message)


def _wrong(rule: str, field: schema.Field) -> Broken:
    return Broken(rule, f"{field.name} breaks the rule. {describe(field)}")


def _check_text(field: schema.Field, value: object) -> str:
    assert isinstance(field, schema.Text)  # noqa: S101 - narrows the type
    if not isinstance(value, str):
        raise _wrong("type", field)
    if not re.fullmatch(field.pattern, value):
        raise _wrong("pattern", field)
    return value


def _check_category(field: schema.Field, value: object) -> str:
    assert isinstance(field, schema.Category)  # noqa: S101 - narrows the type
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong("type", field)
    if isinstance(value, str):
        if value not in field.choices:
            raise _wrong("choice", field)
        return value
    if not field.aliases:
        raise _wrong("type", field)
    choice = dict(field.aliases).get(value)  # type: ignore[arg-type]  # 1.0 finds 1
    if choice is None:
        raise _wrong("choice", field)
    return choice


def _check_number(field: schema.Field, value: object) -> float:
    assert isinstance(field, schema.Number)  # noqa: S101 - narrows the type
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong("type", field)
    below = value <= field.minimum if field.above_minimum else value < field.minimum
    if below or not value <= field.maximum:  # not: NaN compares false
        raise _wrong("range", field)
    return float(value) + 0.0  # -0.0 becomes 0.0: equal applicants, equal bytes


def _check_flag(field: schema.Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong("type", field)
    if value not in (0, 1):
        raise _wrong("choice", field)
    return int(value)


def _check_moment(field: schema.Field, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong("type", field)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise _wrong("pattern", field) from None
    if moment.year not in _YEARS:
        raise _wrong("range", field)
    return moment.isoformat()  # without a zone, where it came without one


_CHECKS: Final[dict[str, Callable[[schema.Field, object], schema.Value]]] = {
    schema.Text.kind: _check_text,
    schema.Category.kind: _check_category,
    schema.Number.kind: _check_number,
    schema.Flag.kind: _check_flag,
    schema.Moment.kind: _check_moment,
}
