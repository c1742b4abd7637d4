"""The words of the data dictionary as people read them, ready to be translated.

``ml`` knows no language but its own. Here its words are marked once more, so that
``makemessages`` finds them, and looked up wherever a page shows them.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop

from ml import schema

#: Labels, hints, answers and rules, as ``ml.schema`` has them.
WORDS: Final = (
    gettext_noop("Loan ID"),
    gettext_noop("The reference of the application. Left out, one is assigned."),
    gettext_noop("1 to 32 of the characters A-Z a-z 0-9 . _ -"),
    gettext_noop("Sex"),
    gettext_noop("As the applicant says."),
    gettext_noop("Male"),
    gettext_noop("Female"),
    gettext_noop("Married"),
    gettext_noop("Yes"),
    gettext_noop("No"),
    gettext_noop("Dependents"),
    gettext_noop("Number of people who depend on the applicant."),
    gettext_noop("Education"),
    gettext_noop("Whether the applicant finished secondary education."),
    gettext_noop("Graduate"),
    gettext_noop("Not Graduate"),
    gettext_noop("Self-employed"),
    gettext_noop("Whether the applicant works on their own account."),
    gettext_noop("Applicant's income"),
    gettext_noop("Before tax, each month."),
    gettext_noop("Co-applicant's income"),
    gettext_noop(
        "Before tax, each month. 0 where nobody applies together with the applicant."
    ),
    gettext_noop("Loan amount"),
    gettext_noop("The amount applied for."),
    gettext_noop("Term"),
    gettext_noop("The time over which the loan is repaid."),
    gettext_noop("Credit history"),
    gettext_noop("Whether it meets the guidelines; of two applicants, the worse one."),
    gettext_noop("Does not meet the guidelines"),
    gettext_noop("Meets the guidelines"),
    gettext_noop("Property area"),
    gettext_noop("Where the property stands."),
    gettext_noop("Urban"),
    gettext_noop("Semiurban"),
    gettext_noop("Rural"),
)
#: What counts in each field, and what follows where it is missing.
COUNTS: Final = (
    gettext_noop("It stands for one application and stays with it for good."),
    gettext_noop(
        "What the applicant says, and never what somebody guesses. It may be left "
        "out, and nothing follows from that."
    ),
    gettext_noop(
        "What the applicant says of today, not of when the loan begins. It may be "
        "left out, and nothing follows from that."
    ),
    gettext_noop(
        "Children and others whom the applicant supports; neither the applicant nor a"
        " co-applicant. Three or more are 3+. It may be left out, and nothing follows"
        " from that."
    ),
    gettext_noop(
        "A school abroad counts as well. Of two applicants, the one who is named "
        "first. There is no score without it."
    ),
    gettext_noop(
        "Yes where the larger part of the income comes from a business or practice "
        "of their own. It may be left out."
    ),
    gettext_noop(
        "Wages, pensions, benefits, rent and profits that come regularly; a yearly "
        "income divided by twelve. Maintenance only where the applicant wants it to "
        "count. No savings, and no payment that comes once. There is no score without"
        " it."
    ),
    gettext_noop(
        "The same of whoever applies together with the applicant and owes the loan as"
        " well. A guarantor is no co-applicant. There is no score without it."
    ),
    gettext_noop(
        "What is to be paid out, without interest and fees; not the price of the "
        "property. Left out, the model suggests a review, whatever else is known."
    ),
    gettext_noop(
        "From the first payment to the last: 30 years are 360 months. Left out, the "
        "model suggests a review, whatever else is known."
    ),
    gettext_noop(
        "What the lender's own guidelines say of the report of a credit bureau. An "
        "applicant without any report is not known. Left out, the model suggests a "
        "review, whatever else is known."
    ),
    gettext_noop(
        "Urban is within a city, semiurban the towns and suburbs around it, rural all"
        " else. It is not where the applicant lives now. There is no score without "
        "it."
    ),
)
#: The labels once more, as they stand inside a sentence.
INSIDE: Final = (
    gettext_noop("loan ID"),
    gettext_noop("sex"),
    gettext_noop("married"),
    gettext_noop("dependents"),
    gettext_noop("education"),
    gettext_noop("self-employed"),
    gettext_noop("applicant's income"),
    gettext_noop("co-applicant's income"),
    gettext_noop("loan amount"),
    gettext_noop("term"),
    gettext_noop("credit history"),
    gettext_noop("property area"),
)
#: The units, without the thousands in which the dictionary counts an amount.
UNITS: Final = {
    "currency": "%(currency)s",  # nothing to translate
    "currency per month": gettext_noop("%(currency)s per month"),
    "months": gettext_noop("months"),
}


def label(field: schema.Field) -> str:
    """Return the field's name, to stand by itself."""
    return gettext(field.label)


def inside(field: schema.Field) -> str:
    """Return the field's name as it stands inside a sentence."""
    return gettext(field.label[:1].lower() + field.label[1:])


def counts(field: schema.Field) -> str:
    """Return what counts in a field, and what follows where it is missing."""
    return gettext(field.counts)


def flag(field: schema.Flag, *, on: bool) -> str:
    """Return in words what a flag says."""
    words = field.one if on else field.zero
    return gettext(words[:1].upper() + words[1:])


def unit(plain: str) -> str:
    """Return a unit of the dictionary with the name of the lender's currency."""
    text = UNITS[plain]
    named = text if plain == "currency" else gettext(text)
    return named % {"currency": settings.CURRENCY_NAME}


#: The same for a form's class, which is made before anybody's language is known.
lazy_label = lazy(label, str)
lazy_flag = lazy(flag, str)
