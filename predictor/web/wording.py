"""The rules of the data dictionary in an officer's words."""

from __future__ import annotations

from typing import Final

from ml import schema
from predictor.services import amounts

#: What a plausible answer looks like, by wire name.
EXAMPLES: Final = {
    schema.LOAN_AMOUNT.name: "110,000",
    schema.LOAN_AMOUNT_TERM.name: "360",
    schema.APPLICANT_INCOME.name: "4,500",
    schema.COAPPLICANT_INCOME.name: "1,500",
}
COAPPLICANT_QUESTION: Final = "Say whether there is a co-applicant."
COAPPLICANT_CONTRADICTION: Final = (
    "There is an income although you answered that there is no co-applicant. "
    "Change the answer, or delete the income."
)
#: Why an application that stands already cannot take what was typed, by rule.
REFUSED: Final = {
    "decided": "The application is decided or closed: it can no longer be changed.",
    "owned_elsewhere": "Somebody else sent the application: only they may change it.",
}
NO_SUCH_ANSWER: Final = "Choose one of the answers."


def say(field: schema.Field, rule: str, *, otherwise: str) -> str:
    """Return what to do about a broken rule; ``otherwise`` where there is no more."""
    if rule == "required":
        return f"{_verb(field)} the {_inside(field.label)}."
    if isinstance(field, schema.Number):
        return _number(field) if rule == "type" else _range(field)
    if isinstance(field, schema.Text) and rule == "pattern":
        return f"The reference is made of {field.rule}."
    return otherwise


def labels(names: tuple[str, ...] | list[str]) -> list[str]:
    """Return the labels of fields as they stand inside a sentence."""
    return [_inside(schema.FIELDS[name].label) for name in names]


def _verb(field: schema.Field) -> str:
    return "Enter" if isinstance(field, schema.Number | schema.Text) else "Choose"


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def _number(field: schema.Number) -> str:
    example = EXAMPLES[field.name]
    return f"Enter the {_inside(field.label)} as a number, like {example}."


def _range(field: schema.Number) -> str:
    least = "more than" if field.above_minimum else "at least"
    bounds = [amounts.write(bound, field) for bound in (field.minimum, field.maximum)]
    return (
        f"The {_inside(field.label)} must be {least} {bounds[0]} and at most "
        f"{bounds[1]} {amounts.unit(field)}."
    )
