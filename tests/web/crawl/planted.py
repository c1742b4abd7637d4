"""Applications of all protected groups, in every state that the desk knows."""

from __future__ import annotations

import csv
import io
from itertools import product
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils import timezone

from ml import schema
from predictor.models import Channel, LoanApplication, Prediction, Verdict
from predictor.services import days, saving, scoring, what_if
from predictor.services.batches import deciding, uploading
from predictor.services.deciding import decisions, grounds, notices, second
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import closing, correcting, journal, reopening
from tests import builders
from tests.rows import row
from tests.services.batches.conftest import work_off

#: All combinations of the protected attributes.
GROUPS: Final = tuple(
    dict(zip(schema.PROTECTED, values, strict=True))
    for values in product(("Male", "Female"), ("Yes", "No"), ("0", "1", "2", "3+"))
)
#: What stands in the place of a value where the database is to be another one.
OTHERWISE: Final = {
    "Male": "Female",
    "Female": "Male",
    "Yes": "No",
    "No": "Yes",
    "0": "3+",
    "3+": "0",
    "1": "2",
    "2": "1",
}
#: Above this a second officer has to confirm.
LARGE: Final = 500_000

Row = dict[str, Any]


def rows(*, otherwise: bool) -> list[Row]:
    """Return an applicant of each group; ``otherwise``: each of the opposite group."""
    return [
        row(
            Loan_ID=f"LP-{number:02}",
            LoanAmount=600.0 if number == 9 else 90.0 + 3 * number,
            Credit_History=number % 3 and 1.0,
            CoapplicantIncome=1500,
        )
        | (_opposite(group) if otherwise else group)
        for number, group in enumerate(GROUPS)
    ]


def _opposite(group: Row) -> Row:
    return {name: OTHERWISE[value] for name, value in group.items()}


def plant(officer: User, *, otherwise: bool) -> None:
    """Fill the desk: scored, corrected, saved, imported, noted, decided, told."""
    applicants = rows(otherwise=otherwise)
    _score(applicants[:14], by=officer)
    corrected = [{**one, "ApplicantIncome": 6000} for one in applicants[:3]]
    _score([one | _opposite(_group(one)) for one in corrected], by=officer)
    _score(corrected, by=officer)
    _save({**applicants[14], "Credit_History": None}, by=officer)
    builders.application(
        loan_id="LP-IMPORTED",
        source="imported",
        loan_status="Y",
        status="approved",
        label_source="imported",
        decided_at=timezone.now(),
        **{schema.FIELDS[n].attribute: v for n, v in _group(applicants[15]).items()},
    )
    _decide_some(officer)
    _change_some(officer, otherwise=otherwise)
    _score_file(officer, otherwise=otherwise)


def _group(applicant: Row) -> Row:
    return {name: applicant[name] for name in schema.PROTECTED}


def _score(applicants: list[Row], *, by: User) -> None:
    scoring.score(
        rows=applicants,
        by=by,
        channel=Channel.FORM,
        request_id="planted",
        overwrite=True,
        explain="all",
    )


def _save(applicant: Row, *, by: User) -> None:
    saving.save(row=applicant, by=by, channel=Channel.FORM, request_id="planted")


def _decide_some(officer: User) -> None:
    colleague = builders.person("colleague")
    declined = _decide(3, Verdict.DECLINE, by=officer)
    notices.record_sent(declined, days.today(), by=officer)
    _decide(4, Verdict.DECLINE, by=officer)
    approved = _decide(5, Verdict.APPROVE, by=officer)
    _decide(5, Verdict.DECLINE, by=officer, reverses=approved.pk)
    _decide(6, Verdict.APPROVE, by=colleague)
    offer = {"LoanAmount": 60.0, "Loan_Amount_Term": 240.0}
    _decide(7, Verdict.COUNTER_OFFER, by=officer, offer=offer)
    large = _decide(9, Verdict.APPROVE, by=colleague)
    second.send_back(large.pk, by=officer, text="Ask for a payslip.")
    _decide(9, Verdict.APPROVE, by=colleague)
    journal.note(_application(8), "Calls back on Monday.", by=officer)
    what_if.ask(_newest(8), amount=50.0, term=360.0, by=officer, request_id="planted")


def _change_some(officer: User, *, otherwise: bool) -> None:
    """Correct with other protected values, reopen, withdraw and close."""
    applicants = rows(otherwise=otherwise)
    other = rows(otherwise=not otherwise)[10]
    for number, applicant in enumerate((other, applicants[10])):
        values = {**applicant, "ApplicantIncome": 4000 + number}
        correcting.correct(
            _application(10).pk, values, by=officer, request_id="p", why="A slip."
        )
    reopening.reopen(_application(6).pk, "The income was wrong.", by=officer)
    closing.withdraw(_application(11).pk, "Bought nothing.", by=officer)
    closing.close(_application(14).pk, "Never heard again.", by=officer)


def _score_file(officer: User, *, otherwise: bool) -> None:
    """Leave a file waiting, look another one over, and have a third one scored."""
    for steps, name in enumerate(("waiting", "looked-over", "scored")):
        content = as_file(rows(otherwise=otherwise), begin=f"{name}-")
        job = uploading.upload(content=content, name=f"{name}.csv", by=officer)
        if steps:
            work_off(job)
        if steps > 1:
            work_off(deciding.start(job_id=job.pk, by=officer))


def as_file(applicants: list[Row], *, begin: str) -> bytes:
    """Return a file as an officer would upload it; each protected field is once bad."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(applicants[0]))
    writer.writeheader()
    writer.writerows({**a, "Loan_ID": begin + a["Loan_ID"]} for a in applicants)
    for name in (*schema.PROTECTED, "Education"):
        writer.writerow({**applicants[0], "Loan_ID": f"{begin}{name}", name: "?"})
    return text.getvalue().encode()


def _application(number: int) -> LoanApplication:
    return LoanApplication.objects.get(loan_id=f"LP-{number:02}")


def _newest(number: int) -> Prediction:
    return _application(number).predictions.order_by("-id")[0]


def _decide(
    number: int, verdict: Verdict, *, by: User, reverses: Any = None, offer: Any = None
) -> Any:
    prediction = _newest(number)
    refused = verdict != Verdict.APPROVE
    left_out = refused and grounds.reasons_of_the_model(prediction)
    against = grounds.is_against(verdict, prediction)
    said = Grounds(
        codes=("funds",) if refused else (),
        left_out_because="Agreed on the phone." if left_out else "",
        override_code="facts" if against else "",
        override_text="Seen at a visit." if against else "",
        offer=offer,
        reversed_because="A slip." if reverses else "",
    )
    return decisions.decide(prediction.pk, verdict, said, by=by, reverses=reverses)
