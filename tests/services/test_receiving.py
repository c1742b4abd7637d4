"""The two ways to read a body know the same rules, and return the same values."""

import json
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ml import schema
from ml.parsing import parse
from predictor.services import receiving
from tests.rows import row

NAMES = [field.name for field in schema.APPLICANT_FIELDS]
#: JSON as clients write it, and as nobody should.
VALUES = [
    *("null", "true", "false", '""', '" "', "[]", "{}", '"NaN"', "NaN", "-Infinity"),
    *("0", "1", "2", "3", "4", "-0", "-0.0", "0.0", "1.0", "3.0", "0.5", "1e0", "-1"),
    *("600", "600.1", "1e9", "1E9", "1e10", "1e-400", "1e400", "01", "1.", ".5", "+1"),
    *("5720", "5720.0", "110.5", "9" * 400, "9007199254740993", "0.1e1"),
    *('"0"', '"1"', '"3+"', '"3\\u002b"', '"Male"', '"M\\u0061le"', '"male"', '"Yes"'),
    *('"No"', '"Graduate"', '"Not Graduate"', '"Urban"', '"Rural"', '"1.0"', '"A:B"'),
    *(
        '"LP001015"',
        '"a.B_c-9"',
        '"A\\n"',
        '"A\\nB"',
        '"é"',
        '"\\ud800"',
        '"\\u0000"',
        '"x:"',
    ),
    f'"{"x" * 32}"',
    f'"{"x" * 33}"',
]
ORDINARY = {name: json.dumps(value) for name, value in row().items()}


def outcome(body, *, thorough=False):
    """Return all that is known of a body, to the type of each value."""
    path = patch.object(receiving, "parse", lambda body: None)
    try:
        if thorough:
            with path:
                received = receiving.receive(body)
        else:
            received = receiving.receive(body)
    except receiving.ScoringError as error:
        return type(error)
    found = received.applicants
    columns = {name: list(map(repr, column)) for name, column in found.columns.items()}
    return list(found.rows), columns, received.errors


def text_of(pairs):
    return "{" + ", ".join(f'"{name}" :{value}' for name, value in pairs) + "}"


values = st.sampled_from(VALUES) | st.floats().map(json.dumps)
names = st.sampled_from([*NAMES, "Gend\\u0065r", "Loan_Status", "Gender:", "x"])


@st.composite
def objects(draw):
    pairs = dict(ORDINARY)
    changed = st.dictionaries(st.sampled_from(NAMES), values, max_size=2)
    pairs |= draw(changed)
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2)):
        pairs.pop(name, None)
    more = draw(st.lists(st.tuples(names, values), max_size=2))
    return text_of([*pairs.items(), *more])


bodies = st.one_of(
    objects(),
    st.lists(objects(), max_size=3).map(lambda rows: f"[{','.join(rows)}]"),
    st.lists(objects(), max_size=2).map(lambda rows: json.dumps(f"[{','.join(rows)}]")),
    st.text(max_size=20),
)


@given(bodies)
@example(text_of([*ORDINARY.items(), ("Gender", '"Female"')]))  # a field twice
@example(text_of([*list(ORDINARY.items())[:-1], ("Loan_ID", '"B"')]))  # and one less
@example(f"[{text_of(ORDINARY.items())}, {text_of(ORDINARY.items())}]")  # an ID twice
@example("\ufeff" + text_of(ORDINARY.items()))
@example(" \n" + text_of(ORDINARY.items()) + "\n")
@example(text_of(ORDINARY.items()) + "x")
def test_both_paths_come_to_the_same_verdict_and_the_same_values(body):
    sent = body.encode("utf-8", "surrogatepass")

    assert outcome(sent) == outcome(sent, thorough=True)


@given(st.binary(max_size=40))
def test_both_paths_come_to_the_same_verdict_of_any_bytes(body):
    assert outcome(body) == outcome(body, thorough=True)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Loan_ID": ...},
        {"Gender": None, "LoanAmount": ..., "Credit_History": None},
        {"Dependents": 3, "Credit_History": 0.0, "CoapplicantIncome": -0.0},
    ],
)
def test_what_clients_send_is_read_in_one_pass(change):
    body = json.dumps([row(**change), row(Loan_ID="B")]).encode()

    applicants = parse(body)

    assert applicants is not None
    first = {**dict.fromkeys(NAMES), **row(**change)}
    first["Dependents"] = {3: "3+"}.get(first["Dependents"], first["Dependents"])
    assert [applicants.applicant(i) for i in range(2)] == [first, row(Loan_ID="B")]


def test_the_trick_with_the_colons_holds():
    """It counts names by their colons, so no value may hold one."""
    categories = [f for f in schema.PREDICTORS if isinstance(f, schema.Category)]
    choices = [choice for field in categories for choice in field.choices]

    assert ":" not in "".join([*choices, *NAMES, schema.LOAN_ID.pattern])


def test_too_many_rows_are_too_many_on_both_paths():
    rows = [row(Loan_ID=f"A{i}") for i in range(receiving.MAX_ROWS + 1)]
    body = json.dumps(rows).encode()

    assert outcome(body) is outcome(body, thorough=True) is receiving.TooManyRows
    assert outcome(rows) is receiving.TooManyRows
