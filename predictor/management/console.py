"""What the commands share: progress on stderr, results that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from predictor.services.fairness import Flip
from predictor.services.imports import ImportReport, RowError

_WIDTH: Final = 110  # of a file or a pipe


class OnProgress(Protocol):
    """Is told how much is done of how much, and perhaps what is being done."""

    def __call__(self, done: int, total: int, what: str = "") -> None: ...


@contextmanager
def progress_bar(description: str, stderr: Any) -> Iterator[OnProgress]:
    """Show a bar with the time left while the block runs."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    console = Console(file=stderr)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task(description, total=None)

        def on_progress(done: int, total: int, what: str = "") -> None:
            text = f"{description}: {what}" if what else description
            progress.update(task, completed=done, total=total, description=text)

        yield on_progress


def print_table(
    stdout: Any, title: str, heading: Iterable[str], rows: Iterable[Iterable[str]]
) -> None:
    """Print a table; all but the first column is aligned to the right."""
    table = Table()
    for i, name in enumerate(heading):
        table.add_column(name, justify="left" if i == 0 else "right")
    for row in rows:
        table.add_row(*row)
    stdout.write(f"\n{title}")
    Console(file=stdout, width=None if stdout.isatty() else _WIDTH).print(table)


def print_flips(stdout: Any, title: str, flips: Iterable[Flip]) -> None:
    """Print how many recommendations hang on each protected attribute."""
    heading = ("", "applications", "other recommendation", "largest move")
    rows = [
        [flip.field, f"{flip.rows:,}", f"{flip.changed:,}", f"{flip.largest:.4f}"]
        for flip in flips
    ]
    print_table(stdout, title, heading, rows)


def print_row_errors(stderr: Any, errors: list[RowError], most: int = 20) -> None:
    """Print the rules that rows of a file break, by line and field."""
    for error in errors[:most]:
        field = f", {error.field}" if error.field else ""
        stderr.write(f"Line {error.row}{field}: {error.message} [{error.rule}]")
    if len(errors) > most:
        stderr.write(f"... and {len(errors) - most:,} more.")


def print_import(stdout: Any, report: ImportReport) -> None:
    """Print what an import did, and what is missing in its rows."""
    bad = len({error.row for error in report.errors})
    stdout.write(
        f"{report.rows:,} rows: {report.created:,} created, {report.updated:,} "
        f"updated, {report.unchanged:,} unchanged, {bad:,} skipped."
    )
    if report.missing:
        stdout.write(f"Missing values: {counts(report.missing)}.")


def counts(numbers: Mapping[str, int]) -> str:
    """Return ``name number`` for each, with commas."""
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items())
