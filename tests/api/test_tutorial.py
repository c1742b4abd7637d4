"""``POST /predict``: the client of the tutorial runs unchanged."""

import json

import pandas as pd
import pytest
import requests

from predictor.models import Prediction

#: The five rows that the tutorial posts.
COLUMNS = [
    "Loan_ID",
    "Gender",
    "Married",
    "Dependents",
    "Education",
    "Self_Employed",
    "ApplicantIncome",
    "CoapplicantIncome",
    "LoanAmount",
    "Loan_Amount_Term",
    "Credit_History",
    "Property_Area",
]
ROWS = [
    ("LP001015", "Male", "Yes", "0", "Graduate", "No", 5720, 0, 110, 360, 1, "Urban"),
    (
        "LP001022",
        "Male",
        "Yes",
        "1",
        "Graduate",
        "No",
        3076,
        1500,
        126,
        360,
        1,
        "Urban",
    ),
    (
        "LP001031",
        "Male",
        "Yes",
        "2",
        "Graduate",
        "No",
        5000,
        1800,
        208,
        360,
        1,
        "Urban",
    ),
    (
        "LP001035",
        "Male",
        "Yes",
        "2",
        "Graduate",
        "No",
        2340,
        2546,
        100,
        360,
        None,
        "Urban",
    ),
    ("LP001051", "Male", "No", "0", "Not Graduate", "No", 3276, 0, 78, 360, 1, "Urban"),
]


def test_the_tutorials_client_gets_the_tutorials_answer(live_server, live_version):
    data = pd.DataFrame(ROWS, columns=COLUMNS).to_json(orient="records")

    answer = requests.post(
        f"{live_server.url}/predict", data=json.dumps(data), timeout=30
    )

    assert answer.status_code == 200
    assert answer.json().keys() == {"predictions"}
    predictions = json.loads(answer.json()["predictions"])
    assert [p["0"] for p in predictions] == [row[0] for row in ROWS]
    assert {p["1"] for p in predictions} <= {0, 1}
    assert Prediction.objects.filter(channel="tutorial").count() == 5


def test_the_client_may_say_that_it_sends_json(live_server, live_version):
    data = pd.DataFrame(ROWS, columns=COLUMNS).to_json(orient="records")
    header = {"Content-Type": "application/json", "Accept": "application/json"}

    answer = requests.post(
        f"{live_server.url}/predict", data=json.dumps(data), headers=header, timeout=30
    )

    assert answer.status_code == 200


def test_the_answer_is_to_the_letter_the_tutorials(client, db, live_version):
    body = json.dumps(json.dumps([dict(zip(COLUMNS, ROWS[0], strict=True))]))

    answer = client.post("/predict", body, content_type="application/json")

    number = Prediction.objects.get().predicted_class
    inner = '[{\\"0\\":\\"LP001015\\",\\"1\\":' + str(number) + "}]"
    assert answer.content.decode() == '{"predictions":"' + inner + '"}'


@pytest.mark.django_db
def test_bad_rows_are_a_problem_document(client, live_version):
    answer = client.post("/predict", '"[{}]"', content_type="application/json")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_switched_off_there_is_nothing(client, settings):
    settings.TUTORIAL_ENDPOINT = False

    assert client.post("/predict", "[]", "application/json").status_code == 404
