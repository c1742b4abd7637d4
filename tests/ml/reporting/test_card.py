"""What a model card says, and that its file says what a page would."""

import json

import pytest

from ml import store
from ml.reporting import card, markdown, pictures
from ml.trained import Origin


@pytest.fixture(scope="module")
def facts(model_store):
    folder = model_store / "v0001"
    return card.facts(store.read(folder).manifest, store.load_report(folder))


def section(facts, title):
    [found] = [each for each in card.sections(facts) if each.title == title]
    return found


def rows(facts, title, table):
    [grid] = [each for each in section(facts, title).grids if each.title == table]
    return {first: rest for first, *rest in grid.rows}


def said(facts):
    return " ".join(s for each in card.sections(facts) for s in each.sentences)


def test_the_file_is_written_from_what_a_page_reads_back(model_store, facts):
    text = markdown.write("Model card: version 1", card.sections(facts), facts)

    assert (model_store / "v0001" / "model_card.md").read_text() == text


def test_it_says_what_the_version_is_not_for(facts):
    assert "not for decisions without a person" in said(facts)
    assert "does not say whether a loan will be repaid" in said(facts)


def test_a_model_of_outcomes_is_not_said_to_repeat_decisions(facts):
    text = said(facts | {"label_kind": "outcome"})

    assert "to be repaid" in text
    assert "past decisions" not in text


def test_the_sample_is_told_of_where_it_was_learned_from(facts):
    origin = Origin(sources={"sample": 290, "form": 10}, dated=0, first=None, last=None)
    told = facts | {"origin": origin.as_dict()}

    assert "Boston" not in said(facts)
    assert "Boston" in said(told)
    found = rows(told, "Training data", "Training data")
    assert found["Source: sample"] == ["290 (96.7\u00a0%)"]
    assert found["Decided"] == ["The days are not known"]


def test_the_days_of_the_decisions_are_a_period(facts):
    days = {"dated": 30, "first": "2026-01-02", "last": "2026-03-04"}
    told = facts | {"origin": {"sources": {"form": 300}, **days}}

    found = rows(told, "Training data", "Training data")

    assert found["Decided"] == ["2026-01-02 to 2026-03-04"]
    assert found["Rows whose day of decision is known"] == ["30 (10.0\u00a0%)"]


def test_metrics_stand_beside_the_baseline_on_the_same_rows(facts, trained):
    found = rows(facts, "How good it is", "Metrics")

    assert found["Hold-out"][1] == f"{trained.holdout.log_loss:.4f}"
    assert found["Hold-out: baseline"][1] == f"{trained.baseline_holdout.log_loss:.4f}"
    assert found["Five folds"][0] == found["Five folds: baseline"][0]


def test_what_is_suggested_has_its_share_and_the_shares_of_what_people_decided(facts):
    told = facts | {
        "rows": 20,
        "suggestions": [
            {"suggestion": "approve", "rows": 16, "approved": 12, "declined": 4},
            {"suggestion": "refer", "rows": 4, "approved": 1, "declined": 3},
            {"suggestion": "decline", "rows": 0, "approved": 0, "declined": 0},
        ],
    }

    assert rows(told, "Thresholds", "What it would have suggested") == {
        "Approve": ["16 (80.0\u00a0%)", "12 (75.0\u00a0%)", "4 (25.0\u00a0%)"],
        "Refer": ["4 (20.0\u00a0%)", "1 (25.0\u00a0%)", "3 (75.0\u00a0%)"],
        "Decline": ["0 (0.0\u00a0%)", "0", "0"],
    }


def test_groups_are_for_those_who_may_see_protected_attributes(facts):
    protected = [each.title for each in card.sections(facts) if each.protected]

    assert protected == ["Groups"]
    assert [grid.title for grid in section(facts, "Groups").grids] == [
        "Sex",
        "Married",
        "Dependents",
        "Flip test",
    ]


def test_a_small_group_has_counts_and_no_metrics(facts):
    rate = {"group": "3+", "rows": 3, "rate": 1.0, "low": 0.4, "high": 1.0}
    small = rate | {"approved": 3, "auc": None, "log_loss": None}

    found = rows(facts | {"groups": {"Dependents": [small]}}, "Groups", "Dependents")

    assert found["3+"][0] == "3"
    assert found["3+"][-2:] == ["–", "–"]


def test_protected_inputs_are_named(facts):
    used = facts | {"inputs": [*facts["inputs"], "Gender"]}

    assert "It uses protected attributes: Sex." in said(used)
    assert "are not among them" in said(facts)


def test_every_picture_has_words_of_its_own(facts):
    told = {pictures.alternative(kind, facts) for kind in pictures.KINDS}

    assert len(told) == len(pictures.KINDS)
    assert any("Credit history" in each for each in told)


def test_markdown_keeps_a_bar_inside_its_cell(facts):
    odd = facts | {"libraries": {"a|b": "1"}}

    text = markdown.write("A", card.sections(odd), odd)

    assert "| a\\|b | 1 |" in text


def test_it_is_written_from_json_alone(facts):
    again = json.loads(json.dumps(facts))

    assert card.sections(again) == card.sections(facts)
