"""Every sentence is literally true: each number in it is worked out here once more."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ml import schema
from ml.applicants import Applicants
from ml.reasons import CATALOGUE
from predictor.services import reasons
from tests.rows import row

FIELD_OF = {code: name for name, codes in CATALOGUE.items() for code in codes if code}
FIELDS = [field.name for field in schema.APPLICANT_FIELDS]


def say(code, field="", **changes):
    """Return the sentence of one reason."""
    applicants = Applicants.of([0], [{**dict.fromkeys(FIELDS), **row(**changes)}])
    found = [[(code, field or FIELD_OF[code], -0.1)]]
    [[sentence]] = reasons.sentences(applicants, [0], found)
    return sentence.text


cents = st.integers(0, 10**8).map(lambda number: Decimal(number) / 100)


def numbers(text):
    return [
        Decimal(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    ]


@pytest.mark.parametrize(
    "code", ["amount_low", "amount_high", "term_short", "term_long"]
)
@given(
    amount=st.integers(1, 10_000_000).map(lambda full: full / 1000),
    term=st.integers(1, 600),
    income=st.integers(1, 100_000),
    other=st.integers(0, 100_000),
)
def test_the_share_of_the_income_is_right(code, amount, term, income, other):
    text = say(
        code,
        LoanAmount=amount,
        Loan_Amount_Term=float(term),
        ApplicantIncome=float(income),
        CoapplicantIncome=float(other),
    )

    told = numbers(text)
    full = Decimal(repr(amount)) * 1000
    share = full / term / (income + other) * 100
    if code.startswith("amount"):
        assert told.pop(0) == full
        assert f"${full.normalize():,f} evenly" in text
    assert told[0] == term
    if share < Decimal("0.1"):
        assert "less than 0.1 % of the monthly income" in text
        return
    step = Decimal(1) if share >= 10 else Decimal("0.1")
    assert abs(told[1] - share) <= step / 2 + Decimal("1e-9") * share
    assert f"{told[1]:,} % of the monthly income" in text


@given(term=st.integers(1, 600), amount=st.integers(1, 10_000))
def test_without_an_income_the_instalment_is_told(term, amount):
    text = say(
        "amount_high",
        LoanAmount=float(amount),
        Loan_Amount_Term=float(term),
        ApplicantIncome=0.0,
        CoapplicantIncome=0.0,
    )

    told = numbers(text)
    assert told[:2] == [amount * 1000, term]
    assert abs(told[2] - Decimal(amount) * 1000 / term) <= Decimal("0.5")
    assert text.endswith("a month, and there is no monthly income.")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_incomes_are_added(income, other):
    changes = {"ApplicantIncome": float(income), "CoapplicantIncome": float(other)}

    assert numbers(say("income_low", **changes)) == [income + other]
    assert numbers(say("income_split", **changes)) == [income + other]


@given(cents, cents)
def test_cents_are_added_as_people_add_them(income, other):
    text = say(
        "income_low", ApplicantIncome=float(income), CoapplicantIncome=float(other)
    )

    assert numbers(text.rstrip(".")) == [income + other]


@pytest.mark.parametrize(
    "changes",
    [
        {"ApplicantIncome": 0.0, "LoanAmount": 1e9, "Loan_Amount_Term": 1e-300},
        {"ApplicantIncome": 1e-320, "LoanAmount": 1e9},
        {"ApplicantIncome": 0.0, "LoanAmount": 1e-9},
    ],
)
@pytest.mark.parametrize("code", ["amount_high", "term_short"])
def test_what_no_number_says_is_left_out(code, changes):
    text = say(code, CoapplicantIncome=0.0, **changes)

    assert "inf" not in text
    assert "of the monthly income" not in text
    assert "a month" not in text


@pytest.mark.parametrize(
    ("code", "changes", "text"),
    [
        ("credit_history_below", {"Credit_History": 0}, "does not meet the guidelines"),
        ("credit_history_meets", {"Credit_History": 1}, "meets the guidelines"),
        ("property_area", {"Property_Area": "Urban"}, "in an urban area"),
        ("property_area", {"Property_Area": "Semiurban"}, "in a semiurban area"),
        ("property_area", {"Property_Area": "Rural"}, "in a rural area"),
        ("education", {"Education": "Graduate"}, "applicant finished secondary"),
        ("education", {"Education": "Not Graduate"}, "did not finish secondary"),
        ("employment", {"Self_Employed": "Yes"}, "applicant is self-employed"),
        ("employment", {"Self_Employed": "No"}, "is not self-employed"),
        (
            "amount_high",
            {"Loan_Amount_Term": None},
            "The amount applied for is $110,000.",
        ),
        ("term_short", {"LoanAmount": None}, "The loan is repaid over 360 months."),
    ],
)
def test_facts_are_told_as_they_are(code, changes, text):
    assert text in say(code, **changes)


@pytest.mark.parametrize("field", schema.NEEDED_TO_DECIDE)
def test_what_is_missing_is_named(field):
    text = say("incomplete", field, **{field: None})

    assert text.endswith(" is missing.")
    assert schema.FIELDS[field].label.lower() in text.lower()


def test_every_code_has_a_sentence():
    assert reasons._SAY.keys() == {*FIELD_OF, "incomplete"}
    assert all(say(code) for code in FIELD_OF)


def test_no_sentence_has_a_protected_attribute():
    texts = " ".join(reasons._TEXTS.values()).lower()
    words = ("sex", "gender", "male", "married", "spouse", "dependent", "child")

    assert not [word for word in words if word in texts]


def test_the_currency_is_the_lenders(settings):
    settings.CURRENCY_SYMBOL = "€"

    assert "€5,720." in say("income_low")


def test_sentences_are_ready_for_translation(monkeypatch):
    """Each goes through gettext, once for each language."""
    reasons._texts.cache_clear()
    monkeypatch.setattr(reasons, "gettext", str.upper)
    with override("de"):
        assert say("property_area") == "THE PROPERTY IS IN AN URBAN AREA."
    monkeypatch.undo()

    assert say("property_area") == "The property is in an urban area."
    reasons._texts.cache_clear()
