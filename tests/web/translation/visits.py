"""Every page of the officers, in its states: what a test client has to ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import builders
from tests.web.translation import application, deciding, file_visits, queue
from tests.web.translation.desk import Desk, score
from tests.web.typed import submit, typed

PASSWORD: Final = "officer-officer"


def _new(desk: Desk) -> Iterator[Any]:
    yield desk.get("application-new")
    yield submit(desk.client, loan_amount="a lot", property_area="")
    yield submit(desk.client, **dict.fromkeys(typed(), ""))
    yield submit(desk.client, loan_id="?", loan_amount="0", applicant_income="-1")
    yield submit(desk.client, loan_amount_term="1000", credit_history="none of them")
    yield submit(desk.client, loan_amount="110", loan_amount_term="30")
    yield submit(desk.client, applicant_income="70,000", loan_amount="900,000,000")
    yield submit(desk.client, has_coapplicant="No")
    yield submit(desk.client, has_coapplicant="", coapplicant_income="")
    yield desk.post("application-new", action="save")
    yield desk.post("application-new", **typed(action="save", property_area=""))
    yield submit(desk.client, education="Not Graduate")
    yield submit(desk.client, loan_id="", assigned="LP001015", education="Graduate")
    builders.application(loan_id="LP-OTHER", owner=builders.person())
    yield submit(desk.client, loan_id="LP-OTHER")
    yield Client().post(reverse("application-new"), typed())  # the session has ended


def _edit(desk: Desk) -> Iterator[Any]:
    mine = builders.application(owner=desk.officer)
    yield desk.get("application-edit", mine.pk)
    other = builders.application(owner=builders.person(), revision=2)
    yield desk.get("application-edit", other.pk)
    yield desk.post("application-edit", other.pk, **typed(seen="1"))
    yield desk.post("application-edit", other.pk, **typed(why="7" * 3_000))
    over = builders.application(status="withdrawn")
    yield desk.get("application-edit", over.pk)
    yield desk.post("application-edit", over.pk, **typed())


def _result(desk: Desk) -> Iterator[Any]:
    for kind in ("approve", "decline"):
        yield desk.get("prediction-detail", score(desk, kind).pk)
    yield desk.get("prediction-detail", builders.scored("refer").pk)
    yield desk.get("prediction-detail", builders.declined().prediction_id)
    yield desk.get("prediction-detail", score(desk, Credit_History=None).pk)
    damaged = builders.prediction(model_version=builders.model_version(number=9))
    yield desk.get("prediction-detail", damaged.pk)


def _what_if(desk: Desk) -> Iterator[Any]:
    made = score(desk, "decline")
    yield desk.post("prediction-what-if", made.pk, amount="40,000", term="360")
    yield desk.post("prediction-what-if", made.pk, amount="a lot", term="1000")
    yield desk.post("prediction-what-if", made.pk, amount="9,000,000", term="")


def _decline(desk: Desk) -> Iterator[Any]:
    seen = builders.scored("decline")
    yield desk.get("decline", seen.pk)
    yield desk.post("decline", seen.pk)
    yield desk.post("decline", seen.pk, other="Words.", left_out_because="Words.")
    yield desk.post("decline", seen.pk, confirmed=["amount_high"], override_text="-")
    yield desk.post("decline", seen.pk, codes=["funds"], left_out_because="Words.")
    yield desk.post("decline", seen.pk, codes=["none"], confirmed=["none"])
    against = builders.scored("approve")
    yield desk.get("decline", against.pk)
    yield desk.post("decline", against.pk, codes=["funds"], override_code="none")
    yield desk.post("decline", against.pk, codes=["funds"])
    yield Client().post(reverse("decline", args=[seen.pk]), {"codes": "funds"})
    with_reasons = {"codes": ["funds"], "left_out_because": "Words."}
    yield desk.post("decline", seen.pk, action="decline", **with_reasons)
    yield desk.get("decline", seen.pk)
    desk.settings.CREDITOR_NAME = ""
    yield desk.get("decline", builders.scored("decline").pk)


def _notice(desk: Desk) -> Iterator[Any]:
    said = {"left_out": builders.REASONS, "left_out_because": "Words."}
    against = {"override_code": "policy", "override_text": "Words."}
    yield desk.get("notice", builders.declined(**said).pk)
    yield desk.get("notice", builders.declined(**against).pk)
    yield from deciding.letters(desk)
    desk.settings.CREDITOR_NAME = ""
    yield desk.get("notice", builders.declined().pk)


def _sent(desk: Desk) -> Iterator[Any]:
    made = builders.declined()
    for day in ("", "yesterday", "2001-01-01", "2199-01-01"):
        yield desk.post("notice-sent", made.pk, sent_on=day)
    today = timezone.localdate().isoformat()
    yield desk.post("notice-sent", made.pk, sent_on=today)
    yield desk.post("notice-sent", made.pk, action="not-sent")


def _outcome(desk: Desk) -> Iterator[Any]:
    approved = builders.application(
        status="approved",
        loan_status="Y",
        label_source="officer",
        decided_at=timezone.now() - timedelta(days=90),
    )
    yield desk.get("application-detail", approved.pk)
    yield desk.get("outcome", approved.pk)
    yield desk.post("outcome", approved.pk)
    for day in ("yesterday", "2001-01-01", "2199-01-01"):
        yield desk.post("outcome", approved.pk, outcome="x", ended_on=day)
        yield desk.post("outcome", approved.pk, outcome="repaid", ended_on=day)
    said = {"outcome": "defaulted", "ended_on": timezone.localdate().isoformat()}
    yield Client().post(reverse("outcome", args=[approved.pk]), said)
    yield desk.post("outcome", approved.pk, **said)
    yield desk.get("outcome", approved.pk)
    yield desk.post("outcome", approved.pk, action="take-back")
    yield desk.get("outcome", builders.application().pk)


def _login(desk: Desk) -> Iterator[Any]:
    browser = Client()
    yield browser.get(reverse("login"))
    yield browser.post(reverse("login"))
    for _ in range(6):  # the last is locked out
        wrong = {"username": "officer", "password": "wrong"}
        yield browser.post(reverse("login"), wrong)


def _password(desk: Desk) -> Iterator[Any]:
    yield desk.get("password")
    yield desk.post("password")
    new = {"new_password1": "123", "new_password2": "123"}
    yield desk.post("password", old_password="wrong", **new)
    new = {"new_password1": "correct horse 7", "new_password2": "correct horse 7"}
    yield desk.post("password", old_password=PASSWORD, **new)


def _preferences(desk: Desk) -> Iterator[Any]:
    yield desk.get("preferences")
    yield desk.post("preferences", time_zone="Nowhere")
    refused = Client().post(reverse("preferences"), {"time_zone": "UTC"})
    yield refused
    kept = {"kept": refused.context["kept"]}
    yield desk.client.post(reverse("login"), kept, follow=True)
    yield desk.post("preferences", time_zone="Asia/Tokyo")


def _logout(desk: Desk) -> Iterator[Any]:
    yield desk.post("logout")


#: The name of each address → the answers that are looked at.
VISITS: Final[dict[str, Callable[[Desk], Iterator[Any]]]] = {
    **queue.VISITS,
    "application-new": _new,
    "application-edit": _edit,
    **application.VISITS,
    "prediction-detail": _result,
    "prediction-what-if": _what_if,
    "first-view": deciding.first_view,
    "approve": deciding.approve,
    "decline": _decline,
    "counter-offer": deciding.counter_offer,
    "decision": deciding.decision,
    "decision-answer": deciding.answer,
    "notice": _notice,
    "notice-sent": _sent,
    "file-list": file_visits.listed,
    "file-new": file_visits.new,
    "file-detail": file_visits.job,
    "outcome": _outcome,
    "login": _login,
    "password": _password,
    "preferences": _preferences,
    "logout": _logout,
}
