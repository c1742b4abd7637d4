"""An officer's browser, and what is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from predictor.models import Channel, Prediction
from predictor.services import scoring
from tests.rows import row


@dataclass
class Desk:
    """An officer's browser, and the settings that a state changes."""

    client: Client
    officer: User
    settings: Any

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(name, args=args), query, follow=True)

    def post(self, name: str, *args: Any, **fields: Any) -> Any:
        return self.client.post(reverse(name, args=args), fields, follow=True)


def score(desk: Desk, recommendation: str = "", **changes: Any) -> Prediction:
    """Score somebody of whom the model says that; anybody where it does not matter."""
    rows = [
        row(Loan_ID=f"A{i}", LoanAmount=60.0 + 10 * i, Credit_History=known) | changes
        for i, known in enumerate([1, 0] * 40)
    ]
    options: Any = {"by": desk.officer, "channel": Channel.FORM, "request_id": "visit"}
    tried = scoring.score(rows=rows, dry_run=True, **options).answers.recommendation
    chosen = rows[tried.index(recommendation) if recommendation else 0]
    chosen |= {"Loan_ID": f"LP-{Prediction.objects.count()}"}
    scored = scoring.score(rows=[chosen], **options)
    return Prediction.objects.get(pk=str(scored.answers.id[0]))
