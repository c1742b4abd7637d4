"""docs/operations.md, walked from its first command to its last."""

import json
import re
import ssl
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.operations.machine import HOST, Machine
from tests.processes import until
from tests.promises.repository import read

FENCE = re.compile(r"^```sh(?: (\w+))?\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: What only a whole machine can do, by how it begins; the walk does the like of it.
SYSTEM = (
    "sudo apt-get update",
    "sudo cp deploy/loanapp.service",
    "sudo cp deploy/nginx.conf",
    "sudo -u loanapp git",
    "sudo systemctl restart loanapp",
)
MARKER = "MARKER-REFERENCE"


def blocks():
    """Return the shell blocks of the page, each with its remark."""
    return FENCE.findall(read("docs/operations.md"))


@pytest.fixture(scope="module")
def machine():
    # Not in pytest's own folder, which PostgreSQL's user may not enter.
    with TemporaryDirectory(prefix="loanapp-") as folder:
        machine = Machine(Path(folder))
        try:
            machine.postgresql()
            machine.redis()
            yield machine
        finally:
            machine.end()


@pytest.fixture(scope="module")
def walked(machine):
    """Run every command of the page; return what each block printed."""
    printed = {}
    for remark, block in blocks():
        if remark == "background":
            machine.serve(block)
        elif remark == "system":
            instead_of(machine, block)
        else:
            printed[block] = machine.run(block)
    return printed


def instead_of(machine, block):
    """Do what a block would do to a whole machine."""
    if "systemctl reload nginx" in block:
        machine.nginx()
    elif "systemctl restart loanapp" in block:
        machine.stop("web")
        machine.serve("bin/serve")


def after(walked, command):
    """Return what the block printed that holds the command."""
    [printed] = [text for block, text in walked.items() if command in block]
    return printed


def connect(machine, *, secure):
    """Return a connection to nginx, with the certificate of the page."""
    port = machine.ports["https" if secure else "http"]
    if not secure:
        return HTTPConnection("127.0.0.1", port, timeout=60)
    certificate = machine.folder / "etc/tls/fullchain.pem"
    trusted = ssl.create_default_context(cafile=str(certificate))
    trusted.check_hostname = False
    return HTTPSConnection("127.0.0.1", port, context=trusted, timeout=60)


def ask(machine, path, *, secure=True, body=None, **headers):
    """Ask through nginx; return status and headers."""
    connection = connect(machine, secure=secure)
    method = "GET" if body is None else "POST"
    connection.request(method, path, body, headers={"Host": HOST} | headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def score(machine):
    token = machine.run(
        ".venv/bin/python manage.py create_token tester --scope predict"
    ).strip()
    applicant = {
        "Education": "Graduate",
        "ApplicantIncome": 5720,
        "CoapplicantIncome": 0,
        "Property_Area": "Urban",
    }
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    return lambda: ask(machine, "/api/predict", body=json.dumps(applicant), **headers)


def test_commands_that_are_not_run_are_these_alone():
    system = [block for remark, block in blocks() if remark == "system"]

    assert len(system) == len(SYSTEM)
    assert all(block.startswith(b) for block, b in zip(system, SYSTEM, strict=True))
    assert all(line.startswith("sudo ") for b in system for line in b.splitlines())
    assert {remark for remark, _ in blocks()} == {"", "system", "background"}


def test_checks_find_nothing(walked):
    assert "no issues" in after(walked, "check --deploy")
    assert after(walked, "manage.py preflight") == ""


def test_it_is_ready(walked):
    checks = json.loads(after(walked, "/readyz"))["checks"]

    assert set(checks.values()) == {"ok"}
    assert "tasks" in checks


def test_an_application_is_scored(walked):
    [prediction] = json.loads(after(walked, "branch-north"))["predictions"]

    assert prediction["Loan_ID"] == "A-1001"
    assert prediction["recommendation"] in ("approve", "refer", "decline")


def test_metrics_tell_of_it(walked):
    printed = after(walked, "/metrics")

    assert 'loanapp_ready{check="database"} 1.0' in printed
    assert re.search(r"^loanapp_predictions_total\{.*\} 1\.0$", printed, re.MULTILINE)


def test_backup_that_was_restored_has_every_prediction(walked, machine):
    assert re.search(r"^ +1$", after(walked, "pg_restore"), re.MULTILINE)
    restored = machine.folder / "lib/restored/models/v0001"
    assert (restored / "model.onnx").read_bytes()
    guards = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
    counts = [
        machine.run(f'psql --dbname {name} --tuples-only --command "{guards}"').strip()
        for name in ("loanapp", "loanapp_restored")
    ]
    assert counts[0] == counts[1] != "0"


def test_https_alone_is_served(walked, machine):
    moved = ask(machine, "/login/", secure=False)
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/login/")

    served = ask(machine, "/login/")
    assert served.status == 200
    assert served.headers["Strict-Transport-Security"].startswith("max-age=31536000;")
    assert "Secure" in served.headers["Set-Cookie"]


def test_no_log_holds_a_query(walked, machine):
    ask(machine, f"/applications/?q={MARKER}")
    ask(machine, f"/{MARKER}")

    logs = machine.folder / "log"
    assert until(lambda: (logs / "loanapp.log").stat().st_size > 0)
    for log in logs.iterdir():
        assert MARKER not in log.read_text(), log


def test_a_body_beyond_the_limit_is_refused_by_nginx(walked, machine):
    assert ask(machine, "/api/predict", body="x" * (18 * 1024 * 1024)).status == 413


def test_without_redis_applications_are_scored(walked, machine):
    scored = score(machine)
    machine.stop("redis")

    assert scored().status == 200
    machine.redis()


def test_without_postgresql_it_says_so_and_comes_back_by_itself(walked, machine):
    scored = score(machine)
    assert scored().status == 200
    machine.stop("postgresql")

    refused = scored()
    assert refused.status == 503
    assert refused.headers["Retry-After"]
    assert ask(machine, "/readyz").status == 503
    told = machine.folder / "log/web.out"
    # The worker notices too, and does not take the web server with it.
    assert until(lambda: "the worker tries again" in told.read_text())
    assert scored().status == 503

    machine.postgresql()
    assert until(lambda: scored().status == 200)


def test_it_ends_when_it_is_told(walked, machine):
    assert machine.stop("web") == 0
