"""``manage.py demo``: everything that a first look needs."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from predictor.services import demo

_APPLICANT = {
    "Loan_ID": "DEMO-1",
    "Education": "Graduate",
    "Self_Employed": "No",
    "ApplicantIncome": 5720,
    "CoapplicantIncome": 0,
    "LoanAmount": 110,
    "Loan_Amount_Term": 360,
    "Credit_History": 1,
    "Property_Area": "Urban",
}

_BLOCK = """
Loanapp serves at {address} (Ctrl-C ends it).

  Loan officers   {address}/          user {officer}, password {password}
  Administrators  {address}/admin/    user {administrator}, password {password}
  API             {address}/api/docs/

Try: log in as {officer}, type an application, and see the result; or post one:

  curl {address}/api/predict \\
    -H 'Authorization: Token {token}' \\
    -H 'Content-Type: application/json' \\
    -d '{applicant}'

then look it up in the admin, under Predictions.
"""


class Command(BaseCommand):
    """Makes what is missing; run again, it changes nothing."""

    help = "Prepare the demo: accounts, the sample, the first model."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000")
        parser.add_argument(
            "--retire",
            action="store_true",
            help="shut the demo's accounts and its token, before a production begins",
        )

    def handle(self, *, address: str, retire: bool, **options: Any) -> None:
        if retire:
            self.stdout.write(f"Shut: {', '.join(demo.retire()) or 'nothing'}.")
        else:
            self._prepare(address)

    def _prepare(self, address: str) -> None:
        try:
            token = demo.make_accounts()
        except demo.NotADemo as error:
            raise CommandError(str(error)) from None
        missing = demo.missing()
        if missing.sample:
            call_command("load_sample", stdout=sys.stderr, stderr=sys.stderr)
        if missing.model:
            call_command("retrain", stdout=sys.stderr, stderr=sys.stderr)
        self.stdout.write(self._block(address, token))

    def _block(self, address: str, token: str) -> str:
        return _BLOCK.format(
            address=address,
            token=token,
            officer=demo.OFFICER,
            administrator=demo.ADMINISTRATOR,
            password=demo.PASSWORD,
            applicant=json.dumps(_APPLICANT),
        )
