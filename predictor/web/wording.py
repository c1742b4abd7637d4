"""The rules of the data dictionary in an officer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.services import amounts, dictionary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: A text, perhaps one that is looked up in somebody's language when it is shown.
Words: TypeAlias = "str | _StrPromise"
#: What a plausible answer looks like, by wire name.
EXAMPLES: Final = {
    schema.LOAN_AMOUNT.name: "110,000",
    schema.LOAN_AMOUNT_TERM.name: "360",
    schema.APPLICANT_INCOME.name: "4,500",
    schema.COAPPLICANT_INCOME.name: "1,500",
}
COAPPLICANT_QUESTION: Final = _("Say whether there is a co-applicant.")
COAPPLICANT_CONTRADICTION: Final = _(
    "There is an income although you answered that there is no co-applicant. "
    "Change the answer, or delete the income."
)
#: Why an application that stands already cannot take what was typed, by rule.
REFUSED: Final = {
    "decided": _("The application is decided or closed: it can no longer be changed."),
    "owned_elsewhere": _(
        "Somebody else sent the application: only they may change it."
    ),
}
NO_SUCH_ANSWER: Final = _("Choose one of the answers.")


def say(field: schema.Field, rule: str, *, otherwise: str) -> str:
    """Return what to do about a broken rule; ``otherwise`` where there is no more."""
    if rule == "required":
        return _required(field)
    if isinstance(field, schema.Number):
        return _number(field) if rule == "type" else _range(field)
    if isinstance(field, schema.Text) and rule == "pattern":
        return gettext("The reference is made of %(rule)s.") % {
            "rule": gettext(field.rule)
        }
    return otherwise


def labels(names: tuple[str, ...] | list[str]) -> list[str]:
    """Return the labels of fields as they stand inside a sentence."""
    return [dictionary.inside(schema.FIELDS[name]) for name in names]


def _required(field: schema.Field) -> str:
    typed = isinstance(field, schema.Number | schema.Text)
    text = (
        gettext("Enter the %(field)s.") if typed else gettext("Choose the %(field)s.")
    )
    return text % {"field": dictionary.inside(field)}


def _number(field: schema.Number) -> str:
    names = {"field": dictionary.inside(field), "example": EXAMPLES[field.name]}
    return gettext("Enter the %(field)s as a number, like %(example)s.") % names


def _range(field: schema.Number) -> str:
    text = (
        gettext(
            "The %(field)s must be more than %(least)s and at most %(most)s %(unit)s."
        )
        if field.above_minimum
        else gettext(
            "The %(field)s must be at least %(least)s and at most %(most)s %(unit)s."
        )
    )
    return text % {
        "field": dictionary.inside(field),
        "least": amounts.write(field.minimum, field),
        "most": amounts.write(field.maximum, field),
        "unit": amounts.unit(field),
    }
