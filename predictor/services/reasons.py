"""The reason catalogue: a plain sentence for each code, and each literally true.

A sentence has the applicant's own values with their units. Repayments are even ones
over the term, before interest: no rate is known here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec
from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop, override

from ml import schema
from ml.applicants import Applicants
from ml.reasons import Reason
from predictor.services import amounts

Texts = Mapping[str, str]

_TEXTS: Final[Texts] = {
    "amount": gettext_noop("The amount applied for is %(amount)s."),
    "area Rural": gettext_noop("The property is in a rural area."),
    "area Semiurban": gettext_noop("The property is in a semiurban area."),
    "area Urban": gettext_noop("The property is in an urban area."),
    "credit history 0": gettext_noop(
        "The credit history does not meet the guidelines."
    ),
    "credit history 1": gettext_noop("The credit history meets the guidelines."),
    "Graduate": gettext_noop("The applicant finished secondary education."),
    "Not Graduate": gettext_noop("The applicant did not finish secondary education."),
    "income": gettext_noop("The total monthly income is %(income)s."),
    "less": gettext_noop("less than 0.1 %%"),
    "loan": gettext_noop(
        "Repaying %(amount)s evenly over %(months)s months, before interest, takes "
        "%(share)s of the monthly income."
    ),
    "loan without income": gettext_noop(
        "Repaying %(amount)s evenly over %(months)s months, before interest, takes "
        "%(instalment)s a month, and there is no monthly income."
    ),
    "missing Credit_History": gettext_noop("The credit history is missing."),
    "missing LoanAmount": gettext_noop("The loan amount is missing."),
    "missing Loan_Amount_Term": gettext_noop("The term is missing."),
    "self-employed No": gettext_noop("The applicant is not self-employed."),
    "self-employed Yes": gettext_noop("The applicant is self-employed."),
    "term": gettext_noop("The loan is repaid over %(months)s months."),
    "term of a loan": gettext_noop(
        "The loan is repaid over %(months)s months: evenly and before interest, that "
        "takes %(share)s of the monthly income."
    ),
}


@cache
def _texts(language: str | None) -> Texts:
    """Return the texts in a language: to translate each anew would take longest."""
    with override(language):
        return {key: gettext(text) for key, text in _TEXTS.items()}


class Sentence(msgspec.Struct, gc=False):
    """A reason as it is stored and answered."""

    code: str
    field: str
    text: str
    contribution: float | None


def sentences(
    applicants: Applicants, rows: Sequence[int], reasons: Sequence[Sequence[Reason]]
) -> list[list[Sentence]]:
    """Return the reasons of some of the applicants in words.

    Parameters
    ----------
    rows : the places of those applicants.
    reasons : of each of them.
    """
    texts = _texts(get_language())
    columns = [applicants.columns[field.name] for field in _FACTS]
    found = []
    for row, principal in zip(rows, reasons, strict=True):
        facts = _Facts(*[column[row] for column in columns])
        found.append(
            [
                Sentence(code, field, _SAY[code](texts, facts, field), contribution)
                for code, field, contribution in principal
            ]
        )
    return found


class _Facts(NamedTuple):
    """The values that sentences are made of."""

    applicant_income: Any  # currency per month
    coapplicant_income: Any
    amount: Any  # thousands of currency
    term: Any  # months
    credit_history: Any
    area: Any
    education: Any
    self_employed: Any

    @property
    def income(self) -> float:
        """Both together, without the noise of binary sums: 0.1 and 0.2 are 0.3."""
        total = float(self.applicant_income + self.coapplicant_income)
        if total.is_integer() or not self.coapplicant_income:
            return total
        incomes = (self.applicant_income, self.coapplicant_income)
        return float(sum(Decimal(repr(float(income))) for income in incomes))


_FACTS: Final = (
    schema.APPLICANT_INCOME,
    schema.COAPPLICANT_INCOME,
    schema.LOAN_AMOUNT,
    schema.LOAN_AMOUNT_TERM,
    schema.CREDIT_HISTORY,
    schema.PROPERTY_AREA,
    schema.EDUCATION,
    schema.SELF_EMPLOYED,
)


def money(value: float, field: schema.Number) -> str:
    """Return an amount in full with the currency's sign."""
    return f"{settings.CURRENCY_SYMBOL}{amounts.write(value, field)}"


def percent(share: float, texts: Texts = _TEXTS) -> str:
    """Return a share as ``46 %``, below ten with a decimal."""
    hundredfold = share * 100
    if hundredfold < _LEAST_PERCENT:
        return texts["less"] % ()
    return f"{hundredfold:,.0f} %" if hundredfold >= 9.95 else f"{hundredfold:.1f} %"


_LEAST_PERCENT: Final = 0.1


# What each code says


def _income(texts: Texts, facts: _Facts, field: str) -> str:
    return texts["income"] % {"income": money(facts.income, schema.APPLICANT_INCOME)}


def _amount(texts: Texts, facts: _Facts, field: str) -> str:
    loan = _loan(texts, facts)
    if "share" in loan:
        return texts["loan"] % loan
    return texts["loan without income" if "instalment" in loan else "amount"] % loan


def _term(texts: Texts, facts: _Facts, field: str) -> str:
    loan = _loan(texts, facts)
    return texts["term of a loan" if "share" in loan else "term"] % loan


def _loan(texts: Texts, facts: _Facts) -> dict[str, str]:
    """Return what can be said of amount, months, instalment and share of income."""
    known = {}
    if facts.amount is not None:
        known["amount"] = money(facts.amount, schema.LOAN_AMOUNT)
    if facts.term is not None:
        known["months"] = amounts.write(facts.term, schema.LOAN_AMOUNT_TERM)
    if len(known) < _AMOUNT_AND_TERM:
        return known
    instalment = facts.amount * _THOUSAND / facts.term
    share = instalment / facts.income if facts.income else math.inf
    if math.isfinite(share):
        known["share"] = percent(share, texts)
    elif not facts.income and 1 <= instalment < math.inf:
        known["instalment"] = money(round(instalment), schema.APPLICANT_INCOME)
    return known


_AMOUNT_AND_TERM: Final = 2
_THOUSAND: Final = 1000


def _stated(prefix: str, place: int) -> Callable[[Texts, _Facts, str], str]:
    return lambda texts, facts, field: texts[f"{prefix}{facts[place]}"]


def _credit_history(texts: Texts, facts: _Facts, field: str) -> str:
    return texts[f"credit history {facts.credit_history:.0f}"]


def _missing(texts: Texts, facts: _Facts, field: str) -> str:
    return texts[f"missing {field}"]


_SAY: Final[dict[str, Callable[[Texts, _Facts, str], str]]] = {
    "income_low": _income,
    # Nothing of who earns it: whether there is a co-applicant is no reason.
    "income_split": _income,
    "amount_low": _amount,
    "amount_high": _amount,
    "term_short": _term,
    "term_long": _term,
    "credit_history_below": _credit_history,
    "credit_history_meets": _credit_history,
    "property_area": _stated("area ", 5),
    "education": _stated("", 6),
    "employment": _stated("self-employed ", 7),
    "incomplete": _missing,
}
