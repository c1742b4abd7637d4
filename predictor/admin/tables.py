"""Tables on the page of a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from ml import schema
from predictor.admin.display import NOTHING

MISSING: Final = "Missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a heading."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""
    #: Whether it opens on request only.
    collapsed: bool = False
    #: Whether it holds protected attributes, for whom that permission was given.
    protected: bool = False


# The fields of the data dictionary


def of_inputs(inputs: Mapping[str, Any]) -> list[Table]:
    """Return a snapshot of an application's values, protected ones apart."""
    open_to_all = [f for f in schema.PREDICTORS if not f.protected]
    protected = [f for f in schema.PREDICTORS if f.protected]
    return [
        Table(title="Inputs", headers=_HEADERS, rows=_values(inputs, open_to_all)),
        Table(
            title=PROTECTED_TITLE,
            headers=_HEADERS,
            rows=_values(inputs, protected),
            note=PROTECTED_NOTE,
            collapsed=True,
            protected=True,
        ),
    ]


_HEADERS: Final = ("Field", "Value", "Unit")
PROTECTED_TITLE: Final = "Protected attributes"
PROTECTED_NOTE: Final = (
    "Sex, marital status and familial status: kept to watch for unequal treatment. "
    "No model uses them unless its inputs say so."
)


def _values(
    inputs: Mapping[str, Any], fields: Sequence[schema.Field]
) -> list[list[object]]:
    return [[f.label, value(f, inputs.get(f.name)), unit(f)] for f in fields]


def value(field: schema.Field, stored: Any) -> str:
    """Return a field's value as a person reads it."""
    if stored is None:
        return MISSING
    if isinstance(field, schema.Flag):
        return (field.one if stored else field.zero).capitalize()
    if isinstance(field, schema.Number):
        return f"{stored:,.10g}"
    return str(stored)


def unit(field: schema.Field) -> str:
    """Return a field's unit, in the lender's currency."""
    if not isinstance(field, schema.Number):
        return ""
    return field.unit.replace("currency", settings.CURRENCY_NAME)


def field_label(name: str) -> str:
    """Return the label of a field by its name on the wire."""
    return schema.FIELDS[name].label if name in schema.FIELDS else name


# Whatever JSON holds


def of_json(title: str, content: Any) -> list[Table]:
    """Return a JSON value as tables; an object in an object gets its own."""
    return list(_tables(title, content))


def _tables(title: str, content: Any) -> Iterator[Table]:
    if _is_grid(content):
        yield _grid(title, content)
    elif isinstance(content, dict):
        yield from _object(title, content)
    elif content is not None:
        yield Table(title=title, headers=_PAIR, rows=[[title, show(content)]])


_PAIR: Final = ("Name", "Value")


def _object(title: str, content: dict[str, Any]) -> Iterator[Table]:
    plain = {k: v for k, v in content.items() if not _is_nested(v)}
    alike = _alike(content)
    if alike:
        yield _grid(title, [{"": words(k), **v} for k, v in alike.items()])
    if plain:
        rows = [[words(k), show(v)] for k, v in plain.items()]
        yield Table(title=title, headers=_PAIR, rows=rows)
    for name, inner in content.items():
        if name not in plain and name not in alike:
            yield from _tables(f"{title}: {words(name).lower()}", inner)


def _alike(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the flat objects, if they share a name and so can stand side by side."""
    flat = {k: v for k, v in content.items() if isinstance(v, dict) and _is_flat(v)}
    shared = set.intersection(*map(set, flat.values())) if len(flat) > 1 else set()
    return flat if shared else {}


def _is_flat(content: dict[str, Any]) -> bool:
    return not any(_is_nested(value) for value in content.values())


def _is_nested(content: Any) -> bool:
    return isinstance(content, dict) or _is_grid(content)


def _is_grid(content: Any) -> bool:
    """Whether it is a list of objects, which reads best as rows and columns."""
    return (
        isinstance(content, list)
        and bool(content)
        and all(isinstance(row, dict) for row in content)
    )


def _grid(title: str, content: list[dict[str, Any]]) -> Table:
    columns = list(dict.fromkeys(key for row in content for key in row))
    return Table(
        title=title,
        headers=[words(column) for column in columns],
        rows=[[show(row.get(column)) for column in columns] for row in content],
    )


_WORDS: Final = {"auc": "AUC", "hold_out": "Hold-out", "onnx": "ONNX", "psi": "PSI"}


def words(name: str) -> str:
    """Return a key as words."""
    if name in _WORDS:
        return _WORDS[name]
    spoken = field_label(name).replace("_", " ")
    return spoken[:1].upper() + spoken[1:]


def show(content: Any) -> str:
    """Return a JSON value in one cell, numbers to four digits."""
    if content is None or content in ({}, []):
        return NOTHING
    if isinstance(content, bool):
        return "Yes" if content else "No"
    if isinstance(content, int):
        return f"{content:,}"
    if isinstance(content, float):
        return f"{content:.4f}"
    return _several(content)


def _several(content: Any) -> str:
    if isinstance(content, dict):
        return ", ".join(f"{words(k)} {show(v)}" for k, v in content.items())
    if isinstance(content, list):
        return ", ".join(show(item) for item in content)
    return field_label(str(content))
