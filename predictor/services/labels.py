"""What there is to learn from: the applications that people decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ml import schema
from predictor.models import LoanApplication, Source

#: From this many labelled rows of its own, of both classes, a lender needs no sample.
ENOUGH_OF_THEIR_OWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRows:
    """What there is to learn from."""

    frame: pd.DataFrame  # the dictionary's columns, in the order of loan_id
    y: Any  # (n,) 1 for Y, 0 for N
    sources: dict[str, int]
    sample_left_out: int


def labelled_rows(*, include_sample: bool = False) -> LabelledRows:
    """Return the decided applications, without the sample once others suffice."""
    rows = LoanApplication.objects.labelled().by_loan_id()
    own = rows.exclude(source=Source.SAMPLE)
    classes = own.order_by().values_list("loan_status", flat=True).distinct().count()
    enough = own.count() >= ENOUGH_OF_THEIR_OWN and classes > 1
    left_out = 0
    if enough and not include_sample:
        left_out, rows = rows.filter(source=Source.SAMPLE).count(), own
    columns = [f.attribute for f in (*schema.PREDICTORS, schema.LOAN_STATUS)]
    values = list(rows.values_list(*columns, "source"))
    names = [f.name for f in (*schema.PREDICTORS, schema.LOAN_STATUS)]
    frame = pd.DataFrame(values, columns=[*names, "source"])
    return LabelledRows(
        frame=frame,
        y=(frame[schema.LOAN_STATUS.name] == "Y").to_numpy(dtype="int64"),
        sources=dict(Counter(frame["source"])),
        sample_left_out=left_out,
    )
