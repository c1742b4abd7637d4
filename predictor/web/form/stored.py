"""A stored application as somebody would type it, without what is shown only once."""

from __future__ import annotations

from ml import schema
from predictor.models import LoanApplication
from predictor.services import amounts
from predictor.web.form import fields


def as_typed(application: LoanApplication) -> dict[str, str]:
    """Return the form's fields, to be continued; what is not known is left out."""
    shown = (field for field in schema.PREDICTORS if not field.protected)
    values = {f.attribute: (f, getattr(application, f.attribute)) for f in shown}
    typed = {n: _text(f, v) for n, (f, v) in values.items() if v is not None}
    return typed | _coapplicant(application)


def _text(field: schema.Field, value: str | float) -> str:
    if isinstance(field, schema.Number):
        return amounts.write(float(value), field)
    return str(value)


def _coapplicant(application: LoanApplication) -> dict[str, str]:
    """Return the answer that an income stands for: 0 is that of nobody."""
    income = application.coapplicant_income
    if income is None:
        return {}
    answer = fields.YES if income else fields.NO
    return {"has_coapplicant": answer}
