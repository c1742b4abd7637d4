"""Validated applicants, column by column: so they are scored and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ml import schema

Columns = Mapping[str, Sequence[schema.Value]]


@dataclass(frozen=True, slots=True)
class Applicants:
    """The applicants of one request.

    Parameters
    ----------
    rows : the row number of each, ascending.
    columns : field of ``schema.APPLICANT_FIELDS`` → its value for each applicant.
    """

    rows: Sequence[int]
    columns: Columns

    @classmethod
    def of(
        cls, rows: Sequence[int], applicants: Sequence[schema.Applicant]
    ) -> Applicants:
        """Return the columns of applicants that came one by one."""
        names = [field.name for field in schema.APPLICANT_FIELDS]
        return cls(rows, {name: [one[name] for one in applicants] for name in names})

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def loan_ids(self) -> Sequence[schema.Value]:
        """The references, None where none came."""
        return self.columns[schema.LOAN_ID.name]

    def only(self, indices: Sequence[int]) -> Applicants:
        """Return some of them."""
        columns = {
            n: [column[i] for i in indices] for n, column in self.columns.items()
        }
        return Applicants([self.rows[i] for i in indices], columns)

    def replace(
        self, field: schema.Field, column: Sequence[schema.Value]
    ) -> Applicants:
        """Return them with other values of one field."""
        return Applicants(self.rows, {**self.columns, field.name: column})

    def inputs(self) -> list[Sequence[schema.Value]]:
        """Return the columns of ``schema.PREDICTORS``, in their order."""
        return [self.columns[field.name] for field in schema.PREDICTORS]

    def applicant(self, index: int) -> schema.Applicant:
        """Return one of them as the data dictionary's record."""
        return {name: column[index] for name, column in self.columns.items()}
