"""``python -m … PIPELINE IN OUT``: a file scored by pandas and scikit-learn."""

from __future__ import annotations

import sys

import joblib
import pandas as pd

from benchmarks.contestants.told import tell


def main() -> None:
    pipeline, source, target = sys.argv[1:]
    model = joblib.load(pipeline)

    def score() -> int:
        frame = pd.read_csv(source)
        frame["probability"] = model.predict_proba(frame)[:, 1]
        frame.to_csv(target, index=False)
        return len(frame)

    tell(score)


if __name__ == "__main__":
    main()
