"""What may follow what in the life of an application."""

import re
from collections.abc import Iterator

import pytest

from predictor.models import Status
from predictor.models.lifecycle import DECIDED, MOVES, Event, NotAllowed, may, move
from tests.promises.repository import read

ARROW = re.compile(r"^\s*(\w+) --> (\w+): ([\w, ]+)$", re.MULTILINE)


def each(name: str) -> tuple[str, ...]:
    """Return what a name of the picture stands for."""
    return DECIDED if name == "decided" else (name,)


def drawn() -> Iterator[tuple[str, str, str]]:
    """Yield event, source and target of every arrow of docs/architecture.md."""
    [picture] = re.findall(
        r"```mermaid\nstateDiagram-v2\n(.*?)```", read("docs/architecture.md"), re.S
    )
    for source, target, events in ARROW.findall(picture):
        for event in events.split(", "):
            for one in each(source):
                for other in each(target):
                    yield event, one, other


def test_picture_shows_every_move_and_no_other():
    moves = {
        (event.value, source.value, target.value)
        for event, sources in MOVES.items()
        for source, targets in sources.items()
        for target in targets
    }

    assert set(drawn()) == moves


def test_every_event_and_every_status_has_a_place():
    named = {status for sources in MOVES.values() for status in sources}

    assert set(MOVES) == set(Event)
    assert named == set(Status)


@pytest.mark.parametrize(
    ("event", "status", "allowed"),
    [
        (Event.APPROVE, "ready", True),
        (Event.APPROVE, "incomplete", False),
        (Event.DECLINE, "awaiting_second_officer", False),
        (Event.CONFIRM, "ready", False),
        (Event.WITHDRAW, "approved", False),
        (Event.WITHDRAW, "counter_offer", True),
        (Event.REOPEN, "awaiting_second_officer", False),
        (Event.CLOSE, "ready", False),
    ],
)
def test_event_happens_only_where_it_may(event, status, allowed):
    assert may(event, status) == allowed


def test_move_leads_where_the_event_does():
    assert move(Event.DECLINE, "ready", Status.DECLINED) == "declined"


def test_move_to_elsewhere_is_refused_and_says_where_it_stands():
    with pytest.raises(NotAllowed, match="Approve: not while it is withdrawn."):
        move(Event.APPROVE, "withdrawn", Status.APPROVED)
    with pytest.raises(NotAllowed):
        move(Event.APPROVE, "ready", Status.DECLINED)
