"""How much is measured, and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OURS: Final = "ours"
OURS_POSTGRESQL: Final = "ours on PostgreSQL"
FLOOR: Final = "floor"
FLOOR_POSTGRESQL: Final = "floor on PostgreSQL"
TUTORIAL: Final = "tutorial"
MLFLOW: Final = "mlflow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """Requests of one size."""

    name: str
    rows: int
    requests: Mapping[str, int]  # of each contestant, in a round
    wanted: dict[tuple[str, str], float]  # ours and theirs → the least ratio
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSize:
    """What the officers' pages are asked for beside, and how often."""

    applications: int
    each: int  # predictions of each application
    crowd: int  # more predictions of one of them
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run."""

    rounds: int
    seed: int
    swap_seconds: float
    races: tuple[Race, ...]
    stored: tuple[int, ...]  # predictions in the databases that are compared
    file_rows: tuple[int, ...]
    work_rounds: int  # of files and searches
    explained: tuple[int, int]  # requests of one applicant in a round, rows of a batch
    desk: DeskSize
    search: bool = True
    mlflow: bool = True


def _single(times: int) -> Race:
    return Race(
        name="one application",
        rows=1,
        requests={
            TUTORIAL: 10 * times,
            MLFLOW: 10 * times,
            FLOOR: 50 * times,
            FLOOR_POSTGRESQL: 50 * times,
            OURS: 50 * times,
            OURS_POSTGRESQL: 50 * times,
        },
        wanted={
            (OURS, TUTORIAL): 8,
            (OURS, MLFLOW): 8,
            (OURS, FLOOR): 0.5,
            (OURS_POSTGRESQL, FLOOR_POSTGRESQL): 0.5,
        },
    )


def _batch(rows: int, times: int, wanted: dict[tuple[str, str], float]) -> Race:
    return Race(
        name=f"a batch of {rows:,}",
        rows=rows,
        requests=dict.fromkeys((TUTORIAL, MLFLOW, OURS, OURS_POSTGRESQL), times),
        wanted=wanted,
        query="?explain=none",
    )


def _with_reasons(rows: int, times: int) -> Race:
    return Race(
        name=f"a batch of {rows:,} with reasons",
        rows=rows,
        requests=dict.fromkeys((TUTORIAL, OURS, OURS_POSTGRESQL), times),
        wanted=_REASONED,
    )


def _all_explained(rows: int, times: int) -> Race:
    """What the reasons would cost a lender who approves nobody."""
    return Race(
        name=f"a batch of {rows:,}, all explained",
        rows=rows,
        requests=dict.fromkeys((TUTORIAL, OURS), times),
        wanted={},
        query="?explain=all",
    )


_STORED: Final = {(OURS, TUTORIAL): 0.6, (OURS_POSTGRESQL, TUTORIAL): 0.4}
_REASONED: Final = {(OURS, TUTORIAL): 0.3}
_DRY: Final = {(OURS, TUTORIAL): 3.0}


def _dry_run(rows: int, times: int) -> Race:
    return Race(
        name=f"a batch of {rows:,}, dry run",
        rows=rows,
        requests=dict.fromkeys((TUTORIAL, OURS), times),
        wanted=_DRY,
        query="?explain=none&dry_run=true",
    )


FULL: Final = Plan(
    rounds=9,
    seed=1,
    swap_seconds=5,
    races=(
        _single(23),
        _batch(10, 40, {}),
        _batch(100, 20, {}),
        _batch(1_000, 5, {}),
        _batch(10_000, 3, _STORED),
        _with_reasons(10_000, 3),
        _all_explained(10_000, 3),
        _dry_run(10_000, 3),
    ),
    stored=(100, 100_000, 5_000_000),
    file_rows=(10_000, 100_000, 1_000_000),
    work_rounds=3,
    explained=(500, 10_000),
    desk=DeskSize(applications=1_000_000, each=5, crowd=200, rounds=40),
)
QUICK: Final = Plan(
    rounds=2,
    seed=1,
    swap_seconds=1,
    races=(
        _single(1),
        _batch(100, 1, _STORED),
        _with_reasons(100, 1),
        _dry_run(100, 1),
    ),
    stored=(100, 1_000),
    file_rows=(1_000, 2_000),
    work_rounds=1,
    explained=(10, 100),
    desk=DeskSize(applications=2_000, each=5, crowd=200, rounds=2),
    search=False,  # tests/ml/test_shared_fits.py compares the winners
    mlflow=False,
)
