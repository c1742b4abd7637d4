"""The data dictionary: the only place where a loan application's fields are written.

Models, forms, API, files and docs take names, categories, ranges and units from here.
"""

from __future__ import annotations

from dataclasses import replace

from ml.fields import Applicant as Applicant
from ml.fields import Category as Category
from ml.fields import Field as Field
from ml.fields import Flag as Flag
from ml.fields import Moment as Moment
from ml.fields import Number as Number
from ml.fields import Text as Text
from ml.fields import Value as Value

SCHEMA_VERSION = 1

LOAN_ID = Text(
    name="Loan_ID",
    attribute="loan_id",
    label="Loan ID",
    help="The reference of the application. Left out, one is assigned.",
    counts="It stands for one application and stays with it for good.",
    pattern=r"[A-Za-z0-9._-]{1,32}",
    max_length=32,
    rule="1 to 32 of the characters A-Z a-z 0-9 . _ -",
)
GENDER = Category(
    name="Gender",
    attribute="gender",
    label="Sex",
    help="As the applicant says.",
    counts=(
        "What the applicant says, and never what somebody guesses. It may be left "
        "out, and nothing follows from that."
    ),
    choices=("Male", "Female"),
    protected=True,
)
MARRIED = Category(
    name="Married",
    attribute="married",
    label="Married",
    help="As the applicant says.",
    counts=(
        "What the applicant says of today, not of when the loan begins. It may be "
        "left out, and nothing follows from that."
    ),
    choices=("Yes", "No"),
    protected=True,
)
DEPENDENTS = Category(
    name="Dependents",
    attribute="dependents",
    label="Dependents",
    help="Number of people who depend on the applicant.",
    counts=(
        "Children and others whom the applicant supports; neither the applicant nor a "
        "co-applicant. Three or more are 3+. It may be left out, and nothing follows "
        "from that."
    ),
    choices=("0", "1", "2", "3+"),
    aliases=((0, "0"), (1, "1"), (2, "2"), (3, "3+")),
    protected=True,
)
EDUCATION = Category(
    name="Education",
    attribute="education",
    label="Education",
    help="Whether the applicant finished secondary education.",
    counts=(
        "A school abroad counts as well. Of two applicants, the one who is named "
        "first. There is no score without it."
    ),
    choices=("Graduate", "Not Graduate"),
    required=True,
)
SELF_EMPLOYED = Category(
    name="Self_Employed",
    attribute="self_employed",
    label="Self-employed",
    help="Whether the applicant works on their own account.",
    counts=(
        "Yes where the larger part of the income comes from a business or practice of "
        "their own. It may be left out."
    ),
    choices=("Yes", "No"),
)
APPLICANT_INCOME = Number(
    name="ApplicantIncome",
    attribute="applicant_income",
    label="Applicant's income",
    help="Before tax, each month.",
    counts=(
        "Wages, pensions, benefits, rent and profits that come regularly; a yearly "
        "income divided by twelve. Maintenance only where the applicant wants it to "
        "count. No savings, and no payment that comes once. There is no score without "
        "it."
    ),
    unit="currency per month",
    maximum=1e9,
    required=True,
)
COAPPLICANT_INCOME = Number(
    name="CoapplicantIncome",
    attribute="coapplicant_income",
    label="Co-applicant's income",
    help="Before tax, each month. 0 where nobody applies together with the applicant.",
    counts=(
        "The same of whoever applies together with the applicant and owes the loan as "
        "well. A guarantor is no co-applicant. There is no score without it."
    ),
    unit="currency per month",
    maximum=1e9,
    required=True,
)
LOAN_AMOUNT = Number(
    name="LoanAmount",
    attribute="loan_amount",
    label="Loan amount",
    help="The amount applied for.",
    counts=(
        "What is to be paid out, without interest and fees; not the price of the "
        "property. Left out, the model suggests a review, whatever else is known."
    ),
    unit="thousands of currency",
    maximum=1e9,
    above_minimum=True,
)
LOAN_AMOUNT_TERM = Number(
    name="Loan_Amount_Term",
    attribute="loan_amount_term",
    label="Term",
    help="The time over which the loan is repaid.",
    counts=(
        "From the first payment to the last: 30 years are 360 months. Left out, the "
        "model suggests a review, whatever else is known."
    ),
    unit="months",
    maximum=600.0,
    above_minimum=True,
)
CREDIT_HISTORY = Flag(
    name="Credit_History",
    attribute="credit_history",
    label="Credit history",
    help="Whether it meets the guidelines; of two applicants, the worse one.",
    counts=(
        "What the lender's own guidelines say of the report of a credit bureau. An "
        "applicant without any report is not known. Left out, the model suggests a "
        "review, whatever else is known."
    ),
    zero="does not meet the guidelines",
    one="meets the guidelines",
)
PROPERTY_AREA = Category(
    name="Property_Area",
    attribute="property_area",
    label="Property area",
    help="Where the property stands.",
    counts=(
        "Urban is within a city, semiurban the towns and suburbs around it, rural all "
        "else. It is not where the applicant lives now. There is no score without it."
    ),
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
