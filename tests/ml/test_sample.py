"""The embedded sample: real applications in the dictionary's terms."""

from __future__ import annotations

from ml import encoding, schema


def test_it_holds_every_application_with_its_decision(sample):
    assert len(sample) == 1989
    assert sample["Loan_Status"].value_counts().to_dict() == {"Y": 1745, "N": 244}
    assert sample["Loan_ID"].iloc[[0, -1]].tolist() == ["BOSTON-0001", "BOSTON-1989"]


def test_its_columns_are_those_of_the_dictionary(sample):
    names = [field.name for field in (*schema.APPLICANT_FIELDS, schema.LOAN_STATUS)]
    assert list(sample.columns) == names


def test_every_cell_is_one_that_the_dictionary_knows(sample):
    assert encoding.encode_frame(sample).shape == (1989, 11)


def test_the_survey_s_codes_for_no_answer_are_missing(sample):
    missing = sample.isna().sum()
    assert missing[missing > 0].to_dict() == {
        "Gender": 15,
        "Married": 3,
        "Dependents": 3,
        "Loan_Amount_Term": 4,
        "Credit_History": 2,
    }


def test_three_or_more_dependents_are_one_choice(sample):
    assert (sample["Dependents"] == "3+").sum() == 167


def test_it_has_no_rural(sample):
    assert set(sample["Property_Area"]) == {"Urban", "Semiurban"}
