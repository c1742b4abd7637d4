"""Numbers as people type and read them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import schema
from predictor.services import amounts


@pytest.mark.parametrize(
    "text",
    [
        "110000",
        "110,000",
        "110 000",
        " $110,000 ",
        "110\u202f000",
        "€110,000.00",
        "110,000 Dollars",
        "1,10,000",
        "+110000",
    ],
)
def test_full_amount_is_read_in_thousands(text):
    assert amounts.read(text, schema.LOAN_AMOUNT) == 110.0


@given(st.integers(min_value=1, max_value=10**12))
def test_full_amount_is_the_very_number_that_the_api_takes(full):
    sent = json.loads(f"{full // 1000}.{full % 1000:03}")

    assert amounts.read(f"{full:,}", schema.LOAN_AMOUNT) == sent


@pytest.mark.parametrize(
    "text",
    ["110,5", "1,1000", "110k", "1e5", "1_000", "1.2.3", ",", "4.500", "$95.000"],
)
def test_what_is_no_number_stays_text(text):
    assert amounts.read(text, schema.LOAN_AMOUNT) == text


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_blank_is_missing(text):
    assert amounts.read(text, schema.LOAN_AMOUNT) is None


def test_currency_alone_is_no_number():
    assert amounts.read("$", schema.LOAN_AMOUNT) == "$"


def test_three_decimals_are_written_so_that_they_are_read_again():
    full = amounts.write(4.125, schema.APPLICANT_INCOME)

    assert full == "4.1250"
    assert amounts.read(full, schema.APPLICANT_INCOME) == 4.125


def test_income_and_term_are_read_as_they_are():
    assert amounts.read("5,720.50", schema.APPLICANT_INCOME) == 5720.5
    assert amounts.read("360", schema.LOAN_AMOUNT_TERM) == 360.0


@pytest.mark.parametrize(
    ("stored", "full"),
    [(110.0, "110,000"), (128.5, "128,500"), (128.5005, "128,500.50"), (0.5, "500")],
)
def test_amount_is_written_in_full(stored, full):
    assert amounts.write(stored, schema.LOAN_AMOUNT) == full


@given(st.integers(min_value=1, max_value=10**12))
def test_what_was_typed_is_what_is_shown(full):
    stored = amounts.read(str(full), schema.LOAN_AMOUNT)

    assert isinstance(stored, float)
    assert amounts.write(stored, schema.LOAN_AMOUNT) == f"{full:,}"


def test_unit_is_the_one_that_people_type_in(settings):
    settings.CURRENCY_NAME = "rupees"

    assert amounts.unit(schema.LOAN_AMOUNT) == "rupees"
    assert amounts.unit(schema.APPLICANT_INCOME) == "rupees per month"
    assert amounts.unit(schema.LOAN_AMOUNT_TERM) == "months"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("110000", "110,000"),
        ("110,000", "110,000"),
        ("$ 1 234 567.5", "1,234,567.5"),
        ("1,10,000", "110,000"),
        ("-5000", "-5,000"),
        ("900", "900"),
        ("0", "0"),
        ("110000.", "110,000."),
        ("a lot", "a lot"),
        ("110,5", "110,5"),
        ("", ""),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_what_was_typed_comes_back_with_separators(typed, shown):
    assert amounts.grouped(typed) == shown
    read = [amounts.read(text, schema.LOAN_AMOUNT) for text in (typed, shown)]
    assert read[0] == read[1]
