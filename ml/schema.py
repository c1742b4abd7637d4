"""The data dictionary: the only place where a loan application's fields are written.

Models, forms, API, files and docs take names, categories, ranges and units from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

SCHEMA_VERSION = 1

#: A value as it travels in JSON; ``None`` stands for missing.
Value = str | int | float | None
#: One applicant: wire name → value, every field of ``APPLICANT_FIELDS`` present.
Applicant = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its name on the wire, its name in Python, and its rules."""

    kind: ClassVar[str]

    name: str
    attribute: str
    label: str
    help: str
    required: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """Text of a limited length that a pattern describes."""

    kind: ClassVar[str] = "text"
    pattern: str
    max_length: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Field):
    """One of a few words."""

    kind: ClassVar[str] = "category"
    choices: tuple[str, ...]
    #: Numbers that JSON clients and data frames send where they mean a choice.
    aliases: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """A finite number between two bounds."""

    kind: ClassVar[str] = "number"
    unit: str
    minimum: float = 0.0
    maximum: float
    above_minimum: bool = False  # the minimum itself is outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Field):
    """0 or 1, as a number."""

    kind: ClassVar[str] = "flag"
    zero: str
    one: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Field):
    """A date, or a date with a time, in ISO 8601."""

    kind: ClassVar[str] = "moment"


LOAN_ID = Text(
    name="Loan_ID",
    attribute="loan_id",
    label="Loan ID",
    help="The reference of the application. Left out, one is assigned.",
    pattern=r"[A-Za-z0-9._-]{1,32}",
    max_length=32,
    rule="1 to 32 of the characters A-Z a-z 0-9 . _ -",
)
GENDER = Category(
    name="Gender",
    attribute="gender",
    label="Sex",
    help="As the applicant says.",
    choices=("Male", "Female"),
    protected=True,
)
MARRIED = Category(
    name="Married",
    attribute="married",
    label="Married",
    help="As the applicant says.",
    choices=("Yes", "No"),
    protected=True,
)
DEPENDENTS = Category(
    name="Dependents",
    attribute="dependents",
    label="Dependents",
    help="Number of people who depend on the applicant.",
    choices=("0", "1", "2", "3+"),
    aliases=((0, "0"), (1, "1"), (2, "2"), (3, "3+")),
    protected=True,
)
EDUCATION = Category(
    name="Education",
    attribute="education",
    label="Education",
    help="Whether the applicant finished secondary education.",
    choices=("Graduate", "Not Graduate"),
    required=True,
)
SELF_EMPLOYED = Category(
    name="Self_Employed",
    attribute="self_employed",
    label="Self-employed",
    help="Whether the applicant works on their own account.",
    choices=("Yes", "No"),
)
APPLICANT_INCOME = Number(
    name="ApplicantIncome",
    attribute="applicant_income",
    label="Applicant's income",
    help="Before tax, each month.",
    unit="currency per month",
    maximum=1e9,
    required=True,
)
COAPPLICANT_INCOME = Number(
    name="CoapplicantIncome",
    attribute="coapplicant_income",
    label="Co-applicant's income",
    help="Before tax, each month. 0 where nobody applies together with the applicant.",
    unit="currency per month",
    maximum=1e9,
    required=True,
)
LOAN_AMOUNT = Number(
    name="LoanAmount",
    attribute="loan_amount",
    label="Loan amount",
    help="The amount applied for.",
    unit="thousands of currency",
    maximum=1e9,
    above_minimum=True,
)
LOAN_AMOUNT_TERM = Number(
    name="Loan_Amount_Term",
    attribute="loan_amount_term",
    label="Term",
    help="The time over which the loan is repaid.",
    unit="months",
    maximum=600.0,
    above_minimum=True,
)
CREDIT_HISTORY = Flag(
    name="Credit_History",
    attribute="credit_history",
    label="Credit history",
    help="Whether it meets the guidelines; of two applicants, the worse one.",
    zero="does not meet the guidelines",
    one="meets the guidelines",
)
PROPERTY_AREA = Category(
    name="Property_Area",
    attribute="property_area",
    label="Property area",
    help="Where the property stands.",
    choices=("Urban", "Semiurban", "Rural"),
    required=True,
)
LOAN_STATUS = Category(
    name="Loan_Status",
    attribute="loan_status",
    label="Decision",
    help="Y where the application was approved, N where it was declined.",
    choices=("Y", "N"),
)

#: The model's possible inputs, in the order of the matrix's columns.
PREDICTORS: tuple[Category | Number | Flag, ...] = (
    GENDER,
    MARRIED,
    DEPENDENTS,
    EDUCATION,
    SELF_EMPLOYED,
    APPLICANT_INCOME,
    COAPPLICANT_INCOME,
    LOAN_AMOUNT,
    LOAN_AMOUNT_TERM,
    CREDIT_HISTORY,
    PROPERTY_AREA,
)
#: What a scoring request may carry.
APPLICANT_FIELDS: tuple[Field, ...] = (LOAN_ID, *PREDICTORS)
#: What else an import may carry.
MOMENTS: tuple[Moment, ...] = tuple(
    Moment(name=name, attribute=name.lower(), label=label, help=help_)
    for name, label, help_ in (
        ("Received_At", "Received", "When the application arrived."),
        ("Completed_At", "Completed", "When nothing was missing any more."),
        ("Decided_At", "Decided", "When it was approved or declined."),
        ("Notified_At", "Notified", "When the applicant was told."),
    )
)
IMPORT_FIELDS: tuple[Field, ...] = (*APPLICANT_FIELDS, LOAN_STATUS, *MOMENTS)

OUTCOME = Category(
    name="Outcome",
    attribute="outcome",
    label="Outcome",
    help="How the loan ended. Defaulted: it was 90 days past due.",
    choices=("repaid", "defaulted"),
    required=True,
)
OUTCOME_AT = Moment(
    name="Outcome_At",
    attribute="outcome_at",
    label="Outcome on",
    help="When it was repaid, or 90 days past due.",
    required=True,
)
#: What a file of outcomes carries.
OUTCOME_FIELDS: tuple[Field, ...] = (
    replace(LOAN_ID, required=True),
    OUTCOME,
    OUTCOME_AT,
)

FIELDS: dict[str, Field] = {field.name: field for field in IMPORT_FIELDS}
#: Column of each predictor in the matrix.
COLUMN: dict[str, int] = {field.name: i for i, field in enumerate(PREDICTORS)}
#: Sex, marital status, familial status: for monitoring, no model inputs by default.
PROTECTED: tuple[str, ...] = tuple(f.name for f in PREDICTORS if f.protected)
#: A missing fact here is never worth an approval: the recommendation is "refer".
NEEDED_TO_DECIDE: tuple[str, ...] = (
    LOAN_AMOUNT.name,
    LOAN_AMOUNT_TERM.name,
    CREDIT_HISTORY.name,
)
#: From this probability on the model's own answer is 1, a Y.
EVEN_ODDS = 0.5
