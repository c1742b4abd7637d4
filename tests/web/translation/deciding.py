"""The states of the pages on which people decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.test import Client
from django.urls import reverse

from predictor.models import LoanApplication
from predictor.services.deciding import second
from tests import builders
from tests.services.deciding import desk as officers

if TYPE_CHECKING:
    from tests.web.translation.desk import Desk


def approve(desk: Desk) -> Iterator[Any]:
    for kind in ("approve", "decline"):
        seen = builders.scored(kind)
        yield desk.get("approve", seen.pk)
        yield desk.post("approve", seen.pk, action="approve", override_text="Words.")
    made = officers.offer(builders.scored())
    terms = {"reverses": made.pk, "override_code": "facts", "override_text": "Words."}
    yield desk.client.get(
        reverse("approve", args=[made.prediction_id]), {"reverses": str(made.pk)}
    )
    yield desk.post("approve", made.prediction_id, **terms)
    terms |= {"reversed_because": "Words."}
    yield desk.post("approve", made.prediction_id, **terms, terms="offered")
    yield desk.post("approve", made.prediction_id, **terms, terms="asked")
    terms |= {"action": "approve", "terms": "offered"}
    yield desk.post("approve", made.prediction_id, **terms)
    yield desk.post("approve", made.prediction_id, **terms)


def counter_offer(desk: Desk) -> Iterator[Any]:
    seen = builders.scored("refer")
    yield desk.get("counter-offer", seen.pk)
    yield desk.post("counter-offer", seen.pk, amount="", term="")
    yield desk.post("counter-offer", seen.pk, amount="a lot", term="1000")
    said = {"confirmed": officers.BOTH, "term": "240"}
    yield desk.post("counter-offer", seen.pk, amount="128000", term="360")
    yield desk.post("counter-offer", seen.pk, amount="90,000", **said)
    said |= {"action": "counter_offer"}
    yield desk.post("counter-offer", seen.pk, amount="90,000", **said)


def decision(desk: Desk) -> Iterator[Any]:
    first = officers.decline(builders.scored(), confirmed=(), **_LEFT_OUT)
    yield desk.get("decision", first.pk)
    offered = officers.offer(first.prediction, reverses=first, **_BECAUSE)
    yield desk.get("decision", first.pk)
    yield desk.get("decision", offered.pk)
    made = officers.approve(
        first.prediction, reverses=offered, offer=officers.OFFER, **_BECAUSE
    )
    yield desk.get("decision", made.pk)
    desk.settings.SECOND_OFFICER_ON_OVERRIDE = True
    last = officers.offer(first.prediction, reverses=made, **_BECAUSE)
    yield desk.get("decision", made.pk)
    yield desk.get("notice", made.pk)
    yield desk.get("decision", last.pk)
    second.confirm(last.pk, by=desk.officer, text="Words.")
    LoanApplication.objects.update(status="withdrawn")
    yield desk.get("decision", last.pk)
    yield desk.get("decision", officers.approve(builders.scored(), by="officer").pk)


_LEFT_OUT: Final[dict[str, Any]] = {"codes": ("funds",), "left_out_because": "Words."}
_BECAUSE: Final[dict[str, Any]] = {
    "reversed_because": "Words.",
    "override_text": "Words.",
}


def answer(desk: Desk) -> Iterator[Any]:
    desk.settings.SECOND_OFFICER_ABOVE = 1
    made = [officers.decline(builders.scored()) for _ in range(3)]
    yield desk.get("decision-answer", made[0].pk)
    yield desk.post("decision-answer", made[0].pk, action="send-back")
    yield desk.post("decision-answer", made[0].pk, action="send-back", text="Words.")
    yield desk.get("notice", made[0].pk)
    yield desk.post("decision-answer", made[0].pk, action="confirm")
    yield desk.post("decision-answer", made[1].pk, action="confirm", text="Words.")
    yield desk.get("prediction-detail", made[2].prediction_id)
    LoanApplication.objects.filter(pk=made[2].application_id).update(status="withdrawn")
    yield desk.get("decision", made[2].pk)
    own = officers.decline(builders.scored(), by="officer")
    yield desk.post("decision-answer", own.pk, action="confirm")


def first_view(desk: Desk) -> Iterator[Any]:
    desk.settings.BLIND_SHARE = 1.0
    seen = builders.scored()
    yield desk.get("first-view", seen.application_id)
    yield desk.post("first-view", seen.application_id)
    yield desk.post("first-view", seen.application_id, view="none", why="Words.")
    address = reverse("first-view", args=[seen.application_id])
    yield Client().post(address, {"view": "approve", "why": "Words."})
    yield desk.post("first-view", seen.application_id, view="approve")


def letters(desk: Desk) -> Iterator[Any]:
    yield desk.get("notice", officers.approve(builders.scored()).pk)
    offered = officers.offer(builders.scored())
    yield desk.get("notice", offered.pk)
    accepted: dict[str, Any] = {"reverses": offered, "offer": officers.OFFER}
    yield desk.get("notice", officers.approve(offered.prediction, **accepted).pk)
