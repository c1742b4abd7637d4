"""Scores that are hidden from an officer: asked for, and told apart."""

from tests.api.desk import post
from tests.rows import row

#: What tells of a score, in an answer to a request for scores.
TELLING = ("prediction", "recommendation", "code", "probability", "thresholds")
EXPLAINED = ("reasons", "contributions", "reference_probability")


def view(client, prediction, **said):
    return post(client, prediction, "first-view", {"view": "approve"} | said)


def read(client, prediction):
    return client.get(f"/api/predictions/{prediction.pk}").json()


def listed(client, prediction):
    loan_id = prediction.application.loan_id
    [one] = client.get(f"/api/applications/{loan_id}/predictions").json()["results"]
    [same] = client.get("/api/predictions").json()["results"]
    assert one == same
    return one


def ask(client, query="", **changes):
    answer = client.post(f"/api/predict{query}", row(**changes), "application/json")
    [one] = answer.json()["predictions"]
    return one


def is_hidden(told, names=TELLING):
    """Whether nothing is told; a part of it is never told."""
    told_of = {name for name in names if told[name] is not None}
    hidden = told.get("hidden", False)
    assert not told_of if hidden else {"probability", "thresholds"} <= told_of
    return hidden
