"""The two fields that may be changed."""

from __future__ import annotations

from typing import Any, Final

from ml import schema
from predictor.models import Prediction
from predictor.services import amounts, scoring
from predictor.web import wording
from predictor.web.form import fields
from predictor.web.page_form import PageForm


class WhatIfForm(PageForm):
    """Amount and term, typed as in the application's own form."""

    amount = fields.number(schema.LOAN_AMOUNT)
    term = fields.number(schema.LOAN_AMOUNT_TERM)

    @classmethod
    def of(cls, prediction: Prediction) -> WhatIfForm:
        """Return the form with what was submitted."""
        typed = {
            name: _typed(prediction.inputs.get(field.name), field)
            for name, field in FIELDS.items()
        }
        return cls(initial=typed, auto_id="what-if-%s")

    def refuse(self, refused: scoring.InvalidRows) -> None:
        """Put the broken rules at their fields, in an officer's words."""
        names = {field.name: name for name, field in FIELDS.items()}
        for error in refused.errors:
            field = schema.FIELDS.get(error.field or "")
            name = names.get(error.field or "")
            otherwise = error.message
            message = (
                wording.say(field, error.rule, otherwise=otherwise)
                if field
                else otherwise
            )
            self.add_error(name, message)


FIELDS: Final[dict[str, schema.Number]] = {
    "amount": schema.LOAN_AMOUNT,
    "term": schema.LOAN_AMOUNT_TERM,
}


def _typed(value: Any, field: schema.Number) -> str:
    return "" if value is None else amounts.write(float(value), field)
