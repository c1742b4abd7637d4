"""The model card: what a version is, learned, does and cannot do, from its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ml import schema
from ml.manifest import Manifest
from ml.reporting import groups, pictures, quality
from ml.reporting.content import (
    Grid,
    Section,
    count,
    grid,
    label,
    share,
    words,
)

Facts = Mapping[str, Any]

_SAMPLE: Final = "sample"
_LABELS: Final = {"decision": "Past decisions", "outcome": "Repayment"}
_PAIR: Final = ("Name", "Value")


def facts(manifest: Manifest, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that the card is written from: the report, and what made it."""
    return {
        **report,
        "number": manifest.number,
        "created_at": manifest.created_at,
        "libraries": manifest.libraries,
        "digests": {
            name: digest
            for name, digest in manifest.digests.items()
            if name not in pictures.FILES  # these are written from the facts
        },
    }


def sections(facts: Facts) -> tuple[Section, ...]:
    """Return the card of a version.

    Parameters
    ----------
    facts : what ``facts`` returns. Reports of earlier versions, and rows of the
        database, lack some: what cannot be said is left out.
    """
    return (
        _purpose(facts),
        _version(facts),
        _data(facts),
        _inputs(facts),
        *quality.sections(facts),
        *groups.sections(facts),
        _made_by(facts),
    )


def _purpose(facts: Facts) -> Section:
    if facts["label_kind"] == "outcome":
        meaning = "It says how likely applications like this one were to be repaid"
    else:
        meaning = (
            "It says how likely people were to approve an application like this one"
        )
    return Section(
        title="What it is for",
        sentences=(
            f"{meaning}, and from that suggests to approve, to refer or to decline. It "
            "is a second look for a person who decides.",
            "It is not for decisions without a person, and not for setting a price or "
            "an amount.",
            *_limits(facts),
        ),
    )


def _limits(facts: Facts) -> list[str]:
    limits = []
    if facts["label_kind"] != "outcome":
        limits.append(
            "It learned from past decisions and not from repayment: it repeats what "
            "people did, their mistakes and prejudices included, and does not say "
            "whether a loan will be repaid."
        )
    if _SAMPLE in _sources(facts):
        limits.append(
            "Rows of the sample are mortgage applications of one city, Boston, around "
            "1990. Amounts and incomes have other sizes today, other places have other "
            "rules, and no row is rural."
        )
    limits.append(
        "It does not know what it has not seen: values beyond those of the training "
        "rows get a warning, and the person who decides should heed it."
    )
    return limits


def _version(facts: Facts) -> Section:
    settings = sorted(facts["params"].items())
    rows = [
        ("Family", words(facts["family"])),
        ("Learned from", _LABELS[facts["label_kind"]]),
        ("Made", _day(facts["created_at"])),
        ("Seed", str(facts["seed"])),
    ]
    return Section(
        title="Version",
        grids=(
            grid("Version", _PAIR, rows),
            grid("Settings", _PAIR, [(words(k), f"{v}") for k, v in settings]),
        ),
    )


def _day(moment: str) -> str:
    return moment[: len("2026-01-01")]


def _sources(facts: Facts) -> Mapping[str, int]:
    sources: Mapping[str, int] = (facts.get("origin") or {}).get("sources", {})
    return sources


def _data(facts: Facts) -> Section:
    rows, approved = facts["rows"], facts.get("positives")
    told = [("Rows", count(rows))]
    if approved is not None:
        told += [
            ("Approved", share(approved, rows)),
            ("Declined", share(rows - approved, rows)),
            ("Repeat another's incomes and amount", count(facts["duplicates"])),
        ]
    sources = sorted(_sources(facts).items())
    told += [(f"Source: {words(name)}", share(part, rows)) for name, part in sources]
    told += _period(facts)
    told.append(("SHA-256 of the rows", facts["data_sha256"]))
    return Section(title="Training data", grids=(grid("Training data", _PAIR, told),))


def _period(facts: Facts) -> list[tuple[str, str]]:
    origin = facts.get("origin")
    if not origin:
        return []
    if not origin["dated"]:
        return [("Decided", "The days are not known")]
    days = f"{_day(origin['first'])} to {_day(origin['last'])}"
    dated = share(origin["dated"], facts["rows"])
    return [("Decided", days), ("Rows whose day of decision is known", dated)]


def _inputs(facts: Facts) -> Section:
    used = set(facts["inputs"])
    protected = [label(name) for name in schema.PROTECTED if name in used]
    return Section(
        title="Inputs",
        sentences=(
            f"It uses protected attributes: {', '.join(protected)}. Such a version is "
            "for comparison."
            if protected
            else "Sex, marital status and dependents are not among them.",
        ),
        grids=tuple(_fields(facts, used)),
        pictures=(pictures.IMPORTANCE,),
    )


def _fields(facts: Facts, used: set[str]) -> Iterator[Grid]:
    names = [field.name for field in schema.PREDICTORS]
    answers = [(label(name), "Yes" if name in used else "No") for name in names]
    yield grid("Inputs", ("Field", "Used"), answers)
    if missing := facts.get("nulls"):
        rows = [(label(name), count(missing[name])) for name in names]
        yield grid("Missing in the training data", ("Field", "Rows"), rows)


def _made_by(facts: Facts) -> Section:
    # JSON keeps no order of names: what is read again shall say the same.
    named, digests = (sorted(facts[part].items()) for part in ("libraries", "digests"))
    return Section(
        title="How it was made",
        grids=(
            grid("Libraries", ("Library", "Version"), named),
            grid("Files", ("File", "SHA-256"), digests),
        ),
    )
