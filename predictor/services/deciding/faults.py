"""What is wrong with the grounds of a decision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that grounds break."""

    field: str
    rule: str
    message: str


class InvalidGrounds(Exception):
    """The grounds break rules; nothing is stored."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{f.field}: {f.rule}" for f in faults))
        self.faults = faults
