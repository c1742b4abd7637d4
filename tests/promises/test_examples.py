"""What the documentation shows as an example holds: bodies, answers, commands, code."""

import argparse
import ast
import json
import re
import shlex
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class

from ml.validation import RowError, check_rows
from predictor.api import problems
from predictor.api.openapi import COMPONENTS
from predictor.services import scoring
from tests.promises.repository import read

PAGES = ["README.md", "docs/api.md"]
FENCE = re.compile(r"^```(\w+)?(?: (\w+))?\n(.*?)^```", re.DOTALL | re.MULTILINE)
BODY = re.compile(r"-d '([\[{].*?)'", re.DOTALL)
COMMAND = re.compile(r"\bmanage\.py ([a-z]\w*)((?: [^\n`|]*)?)")

Fence = tuple[str, str, str]  # language, remark, text


def fences(text: str, language: str) -> list[Fence]:
    return [found for found in FENCE.findall(text) if found[0] == language]


def bodies(text: str, remark: str = "") -> list[list[object]]:
    """Return the rows of every body that curl sends in blocks with this remark."""
    shown = [f for f in fences(text, "sh") if f[1] == remark]
    found = [json.loads(body) for f in shown for body in BODY.findall(f[2])]
    return [body if isinstance(body, list) else [body] for body in found]


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(found[2]) for found in fences(text, "json")]


def refusal(errors: list[RowError]) -> dict[str, Any]:
    """Return the problem document that the API answers with."""
    response = problems.handle(scoring.InvalidRows(errors), {})
    assert response is not None
    return dict(response.data)


def parser_of(command: str) -> argparse.ArgumentParser:
    app = get_commands()[command]
    return load_command_class(str(app), command).create_parser("manage.py", command)


def commands(text: str) -> list[tuple[str, str]]:
    """Return every command that is named, with what follows it, comments left out."""
    return [(name, rest.split(" #")[0]) for name, rest in COMMAND.findall(text)]


def unknown_options(text: str) -> set[str]:
    return {
        f"{name} {option}"
        for name, rest in commands(text)
        for option in re.findall(r"--[a-z][a-z-]*", rest)
        if option not in parser_of(name)._option_string_actions
    }


@pytest.mark.parametrize("document", PAGES)
def test_bodies_break_no_rule(document):
    shown = bodies(read(document))

    assert shown
    assert [error for body in shown for error in check_rows(body).errors] == []


@pytest.mark.parametrize("document", PAGES)
def test_bodies_that_are_refused_get_the_answer_that_is_shown(document):
    text = read(document)
    told = [answer for answer in answers(text) if answer.get("errors")]

    assert told == [
        refusal(check_rows(body).errors) for body in bodies(text, "refused")
    ]


@pytest.mark.parametrize("document", PAGES)
def test_scores_have_the_names_that_the_schema_gives_them(document):
    scored = [answer for answer in answers(read(document)) if "model_version" in answer]

    assert {name for answer in scored for name in answer} <= set(
        COMPONENTS["Scores"]["properties"]
    )
    for score in [row for answer in scored for row in answer["predictions"]]:
        required = set(COMPONENTS["Score"]["required"])
        assert required <= set(score) <= set(COMPONENTS["Score"]["properties"])


@pytest.mark.parametrize(
    "document", [*PAGES, "docs/architecture.md", "docs/model-card.md"]
)
def test_options_of_commands_exist(document):
    assert unknown_options(read(document)) == set()


def test_commands_that_are_shown_can_be_parsed():
    for _, _, text in fences(read("README.md"), "sh"):
        for name, rest in re.findall(r"^manage\.py (\w+)(.*)$", text, re.MULTILINE):
            parser_of(name).parse_args(shlex.split(rest, comments=True))


@pytest.mark.parametrize("document", PAGES)
def test_python_compiles(document):
    for _, _, text in fences(read(document), "python"):
        ast.parse(text)


def test_bodies_are_found_and_told_apart():
    text = (
        "```sh\ncurl x -d '{\"a\": 1}'\n```\n"
        "```sh refused\ncurl x -d '[{}]' -H 'b'\n```\n"
        '```json\n{"c": 2}\n```\n'
    )

    assert bodies(text) == [[{"a": 1}]]
    assert bodies(text, "refused") == [[{}]]
    assert answers(text) == [{"c": 2}]


def test_option_that_does_not_exist_is_found():
    text = "`manage.py retrain --seed 1 --speed 2`, manage.py demo --address x # --y\n"

    assert unknown_options(text) == {"retrain --speed"}
