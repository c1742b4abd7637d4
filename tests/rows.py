"""A valid applicant, from which each test changes one thing."""

from __future__ import annotations

from typing import Any


def row(**changes: Any) -> dict[str, Any]:
    """Return a scoring request's row; a field given as ``...`` is left out."""
    valid: dict[str, Any] = {
        "Loan_ID": "LP001015",
        "Gender": "Male",
        "Married": "Yes",
        "Dependents": "0",
        "Education": "Graduate",
        "Self_Employed": "No",
        "ApplicantIncome": 5720,
        "CoapplicantIncome": 0,
        "LoanAmount": 110.0,
        "Loan_Amount_Term": 360.0,
        "Credit_History": 1.0,
        "Property_Area": "Urban",
    }
    return {k: v for k, v in (valid | changes).items() if v is not ...}
