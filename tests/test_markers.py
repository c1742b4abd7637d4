"""No log line, error page, problem document or command's complaint holds what was sent.

Each request carries markers in all of an applicant's fields, and the token is one too.
"""

import logging
from http import HTTPStatus
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from ml import schema
from predictor.models import BatchJob, Scope
from predictor.services import recording, tokens
from predictor.services.batches import queue
from tests.rows import row
from tests.services.batches.files import as_csv
from tests.web.typed import typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("live_version")]

AMOUNT, INCOME, TERM = 98765.4321, 87654.321, 543.21
NUMBERS = ("98765", "98,765", "87654", "87,654", "543.21")
REFERENCE = "LP-MARKER-REFERENCE"
WORD = "MARKER-WORD"
PLANTED = {
    "Loan_ID": REFERENCE,
    "ApplicantIncome": INCOME,
    "CoapplicantIncome": INCOME,
    "LoanAmount": AMOUNT,
    "Loan_Amount_Term": TERM,
}
TYPED = {
    "loan_id": REFERENCE,
    "loan_amount": str(AMOUNT),
    "applicant_income": str(INCOME),
    "coapplicant_income": str(INCOME),
    "loan_amount_term": str(TERM),
}


@pytest.fixture
def log():
    """Return what the handler of the settings writes, down to the last detail."""
    stream, root = StringIO(), logging.getLogger()
    [handler] = [h for h in root.handlers if h.get_name() == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    kept, level = handler.setStream(stream), root.level
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    handler.setStream(kept)


@pytest.fixture
def token():
    every = [scope for scope in Scope if scope != Scope.DECIDE]  # a person's alone
    return tokens.issue(name="broker", scopes=every, rate="none")


@pytest.fixture
def api(token):
    return Client(
        headers={"Authorization": f"Token {token}"}, raise_request_exception=False
    )


@pytest.fixture
def officers(officer_client):
    officer_client.raise_request_exception = False
    return officer_client


def found(text, *more):
    """Return the markers that stand in a text."""
    markers = [REFERENCE, WORD, *NUMBERS, *more]
    return [marker for marker in markers if marker in text]


def refusal(client, status, path, body=None, **options):
    """Send a body, and return the text of the answer that has the status."""
    options.setdefault("content_type", "application/json")
    answer = client.post(path, body, **options)
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


BODIES = {
    "not JSON": (400, f'{{"Loan_ID": "{REFERENCE}", {WORD}'),
    "a field twice": (400, f'{{"Loan_ID": "{REFERENCE}", "Loan_ID": "{REFERENCE}"}}'),
    "a field unknown": (422, row(**PLANTED, Loan_Stat=WORD)),
    "every field wrong": (422, dict.fromkeys(schema.FIELDS, WORD)),
    "numbers as text": (422, row() | {name: str(v) for name, v in PLANTED.items()}),
    "numbers too large": (422, row(LoanAmount=AMOUNT * 1e9, ApplicantIncome=-INCOME)),
    "no object": (422, [WORD, AMOUNT]),
    "the same reference twice": (422, [row(**PLANTED), row(**PLANTED)]),
    "too many rows": (413, [row(**PLANTED)] * 10_001),
}


@pytest.mark.parametrize("name", BODIES)
def test_problem_documents_repeat_nothing(api, token, log, name):
    status, body = BODIES[name]

    text = refusal(api, status, "/api/predict", body)

    assert found(text + log.getvalue(), token) == []


def test_problem_about_an_application_of_somebody_else_repeats_nothing(
    api, token, log, officers
):
    officers.post("/api/predict", row(**PLANTED), "application/json")

    text = refusal(api, 422, "/api/predict", row(**PLANTED | {"LoanAmount": 1}))

    assert "owned_elsewhere" in text
    assert found(text + log.getvalue(), token) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/applications/{REFERENCE}", 404),
        (f"/api/{WORD}", 404),
        (f"/{WORD}", 404),
        (f"/api/predictions?cursor={WORD}", 404),
        (f"/predictions/{WORD}/?q={REFERENCE}", 404),
        (f"/admin/{WORD}/", 302),
    ],
)
def test_address_that_leads_nowhere_is_not_repeated(api, token, log, path, status):
    answer = api.get(path)

    assert answer.status_code == status
    assert found(answer.content.decode() + log.getvalue(), token) == []


def test_unknown_token_is_not_repeated(log):
    client = Client(headers={"Authorization": f"Token {WORD}"})

    text = refusal(client, 401, "/api/predict", row(**PLANTED))

    assert found(text + log.getvalue()) == []


@pytest.mark.parametrize(
    ("failure", "status"),
    [(ValueError(WORD, PLANTED), 500), (OperationalError(WORD, PLANTED), 503)],
)
def test_failure_of_ours_repeats_nothing(
    api, officers, token, log, monkeypatch, failure, status
):
    def fail(*args, **kwargs):
        raise failure

    for step in ("place", "keep_one"):
        monkeypatch.setattr(recording, step, fail)

    text = refusal(api, status, "/api/predict", row(**PLANTED))
    form = officers.post(reverse("application-new"), typed() | {"loan_id": REFERENCE})

    assert form.status_code == status
    assert type(failure).__name__ in log.getvalue()
    assert found(text + log.getvalue(), token) == []
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        assert found(form.content.decode()) == []
    else:  # the form itself, with what its officer typed
        assert found(form.content.decode()) == [REFERENCE]


def test_form_that_is_refused_leaves_nothing_in_the_log(officers, log):
    officers.post(reverse("application-new"), TYPED)
    officers.post(reverse("application-new"), typed(**TYPED))
    officers.get(reverse("application-list"), {"q": REFERENCE})

    assert found(log.getvalue()) == []


def uploaded(officers, content):
    """Upload a file by the form, and return the text of the page behind it."""
    file = SimpleUploadedFile("loans.csv", content)
    answer = officers.post(reverse("file-new"), {"file": file}, follow=True)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_file_with_bad_rows_leaves_nothing_on_its_page_and_in_the_log(officers, log):
    bad = row(**PLANTED, Education=WORD)

    page = uploaded(officers, as_csv([bad, bad]))
    [job] = BatchJob.objects.all()
    address = reverse("file-errors-csv", args=[job.pk])
    errors = b"".join(officers.get(address).streaming_content).decode()

    assert "duplicate" in page + errors
    assert found(page + errors + log.getvalue()) == []


def test_file_that_cannot_be_read_leaves_nothing(officers, log):
    line = ",".join([WORD, REFERENCE, str(AMOUNT)])

    page = uploaded(officers, f"{line}\n{line}\n".encode())

    assert "not a heading" in page
    assert found(page + log.getvalue()) == []


def test_worker_that_fails_in_the_middle_of_a_file_logs_no_value(
    officers, log, monkeypatch
):
    uploaded(officers, as_csv([row(**PLANTED)]))
    [job] = BatchJob.objects.all()
    officers.post(reverse("file-detail", args=[job.pk]), {"action": "score"})

    def fail(*args, **kwargs):
        raise ValueError(WORD, PLANTED)

    for step in ("place", "keep_one"):
        monkeypatch.setattr(recording, step, fail)
    with pytest.raises(ValueError, match=WORD):
        queue.work.call(str(job.pk))

    assert found(log.getvalue()) == []


def test_stale_form_of_another_site_leaves_nothing(officer, log):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    answer = client.post(
        reverse("application-new"), TYPED, headers={"Origin": f"https://{WORD}"}
    )

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert found(answer.content.decode() + log.getvalue()) == []


def test_password_that_is_wrong_is_nowhere(log, officer):
    answer = Client().post(
        reverse("login"), {"username": "officer", "password": WORD, "kept": WORD * 2}
    )

    assert found(log.getvalue()) == []
    assert f'value="{WORD}"' not in answer.content.decode()


@pytest.mark.parametrize("command", ["import_applications", "score"])
def test_command_complains_about_a_file_without_its_values(tmp_path, log, command):
    source = tmp_path / "in.csv"
    lines = [",".join(row()), ",".join([WORD] * len(row())), f"{REFERENCE},{AMOUNT}"]
    source.write_text("\n".join(lines))
    paths = [source, tmp_path / "out.csv"][: 1 if command.startswith("import") else 2]
    stderr = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command(command, *map(str, paths), stdout=stderr, stderr=stderr)

    assert "Line 2" in stderr.getvalue()
    assert found(stderr.getvalue() + str(refused.value) + log.getvalue()) == []
