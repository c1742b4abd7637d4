"""Form fields made from the data dictionary. They read text; the service checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.services import amounts, dictionary
from predictor.web import wording
from predictor.web.wording import Words

#: An answer that says that there is none: unlike silence, it was chosen.
UNKNOWN: Final = "unknown"
YES: Final = "Yes"
NO: Final = "No"


class MoneyInput(forms.TextInput):
    """A text box behind the sign of the currency."""

    template_name = "web/widgets/money.html"

    def format_value(self, value: Any) -> str | None:
        """Return what was typed, with separators."""
        shown = super().format_value(value)
        return shown and amounts.grouped(shown)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"symbol": settings.CURRENCY_SYMBOL}


class NumberField(forms.CharField):
    """A number as people type it; cleaned to the data dictionary's unit."""

    def __init__(self, field: schema.Number, **options: Any) -> None:
        self.definition = field
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> Any:
        return amounts.read(super().to_python(value) or "", self.definition)


def text(field: schema.Text, **options: Any) -> forms.CharField:
    """Return a box for text; blank is missing."""
    spelling = {"spellcheck": "false", "autocapitalize": "characters"}
    box = forms.TextInput(attrs={"class": "medium", **spelling})
    options.setdefault("label", dictionary.lazy_label(field))
    return forms.CharField(required=False, empty_value=None, widget=box, **options)


def number(field: schema.Number, *, note: Words = "") -> NumberField:
    """Return a box for a number, with its unit in the label."""
    mode = {"inputmode": "decimal" if amounts.is_money(field) else "numeric"}
    money = amounts.is_money(field)
    box = MoneyInput if money else forms.TextInput
    return NumberField(
        field,
        label=_label_with_unit(field),
        help_text=_hint(field, note),
        widget=box(attrs={"class": "medium" if money else "short", **mode}),
    )


def category(field: schema.Category, *, unknown: Words = "") -> forms.TypedChoiceField:
    """Return radios, none of them chosen; ``unknown`` names the answer of no answer."""
    choices = [(choice, _(choice)) for choice in field.choices]
    return _radios(choices, unknown, str, **_said_of(field))


def flag(field: schema.Flag, *, unknown: Words) -> forms.TypedChoiceField:
    """Return radios for 1, 0 and not known."""
    words = (dictionary.lazy_flag(field, on=on) for on in (True, False))
    choices = list(zip(("1", "0"), words, strict=True))
    return _radios(choices, unknown, int, **_said_of(field))


def yes_no(label: Words, **options: Any) -> forms.TypedChoiceField:
    """Return radios for a question of the form's own."""
    return _radios([(YES, _("Yes")), (NO, _("No"))], "", str, label=label, **options)


def _radios(
    choices: Iterable[tuple[str, Words]],
    unknown: Words,
    kind: Callable[[str], str | int],
    **options: Any,
) -> forms.TypedChoiceField:
    extra = [(UNKNOWN, unknown)] if unknown else []
    return forms.TypedChoiceField(
        choices=[*choices, *extra],
        coerce=lambda answer: None if answer == UNKNOWN else kind(answer),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": wording.NO_SUCH_ANSWER},
        **options,
    )


def _said_of(field: schema.Field) -> dict[str, Words]:
    return {"label": dictionary.lazy_label(field), "help_text": _(field.help)}


def _in_unit(field: schema.Number) -> str:
    names = {"label": dictionary.label(field), "unit": amounts.unit(field)}
    return gettext("%(label)s, in %(unit)s") % names


def _with_example(field: schema.Number, note: Words) -> str:
    example = gettext("For example %(example)s.") % {
        "example": wording.EXAMPLES[field.name]
    }
    return f"{note} {example}".lstrip()


#: Lazy, because the currency is a setting and a form's class is made before it is read,
#: and before anybody's language is known.
_label_with_unit = lazy(_in_unit, str)
_hint = lazy(_with_example, str)
