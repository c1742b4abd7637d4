"""What the service refused, at the fields of the form and in an officer's words."""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ml import schema
from predictor.services.desk import correcting
from predictor.services.scoring import InvalidRows
from predictor.web import wording
from predictor.web.addresses import of_reference
from predictor.web.form.application import (
    CONTRADICTION,
    ApplicationForm,
    new_reference,
)

NOT_OPEN: Final = _(
    "This application cannot be changed: it is decided or closed. Correct and reopen "
    "it first."
)


def show(form: ApplicationForm, refused: Exception) -> None:
    """Say in the form why nothing was stored."""
    match refused:
        case InvalidRows():
            _show_errors(form, refused)
        case correcting.NotOpen():
            form.add_error(None, NOT_OPEN)
        case correcting.ChangedMeanwhile():
            form.show_changed()
        case _:
            form.add_error(None, str(refused))


def _show_errors(form: ApplicationForm, refused: InvalidRows) -> None:
    """Put each error at its field, or above all where the form has no such field."""
    if refused.says("exists") and not form.cleaned_data.get("loan_id"):
        form.data = {**form.data, "assigned": new_reference()}
    for error in refused.errors:
        field = schema.FIELDS[error.field] if error.field else None
        if field is None or field.attribute not in form.fields:
            form.add_error(None, wording.REFUSED.get(error.rule, error.message))
        else:
            name, message = _locate(form, field, error.rule, error.message)
            form.add_error(name, message)


def _locate(
    form: ApplicationForm, field: schema.Field, rule: str, message: str
) -> tuple[str, str]:
    """Return the form's field that a broken rule is about, and what to say."""
    if rule == "exists":
        return field.attribute, _exists(form)
    if field is schema.COAPPLICANT_INCOME:
        if rule == "required" and not form.cleaned_data["has_coapplicant"]:
            return "has_coapplicant", str(wording.COAPPLICANT_QUESTION)
        if form.cleaned_data["coapplicant_income"] == CONTRADICTION:
            return field.attribute, str(wording.COAPPLICANT_CONTRADICTION)
    return field.attribute, wording.say(field, rule, otherwise=message)


def _exists(form: ApplicationForm) -> str:
    # In a tab of its own: going back to a form that was sent may lose what is in it.
    text = gettext(
        'This reference exists already: <a target="_blank" href="{}">open it</a>.'
    )
    if not form.cleaned_data["loan_id"]:
        text = gettext(
            "This form was sent before, with other answers: "
            '<a target="_blank" href="{}">open that</a>. '
            "Sent once more, it is another application."
        )
    return format_html(text, of_reference(form.reference()))
