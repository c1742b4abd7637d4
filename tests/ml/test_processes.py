"""What processes of ours leave behind: nothing in the home folder, and no orphan."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TRAIN = """
from ml.sample import load_sample
from ml.training import train
frame = load_sample()
y = (frame["Loan_Status"] == "Y").to_numpy("int64")
tell = lambda progress: print("busy", flush=True)
while True:
    train(frame, y, families=("random_forest",), processes=2, on_progress=tell)
"""


def test_opening_a_model_writes_nothing_into_the_home_folder(tmp_path, artifact):
    folder = artifact.store / "v0001"
    program = (
        "import sys, time; from pathlib import Path; from ml import session;"
        "session.open_model((Path(sys.argv[1]) / 'model.onnx').read_bytes());"
        "time.sleep(2)"
    )
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}

    subprocess.run(
        [sys.executable, "-c", program, str(folder)], env=environment, check=True
    )

    assert list(tmp_path.rglob("*")) == []


def children(parent: int) -> list[int]:
    """Return the processes that began in the session of the parent."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_training_leaves_no_process(sent):
    training = subprocess.Popen(
        [sys.executable, "-c", TRAIN], stdout=subprocess.PIPE, start_new_session=True
    )
    assert training.stdout
    training.stdout.readline()
    assert len(children(training.pid)) > 1

    training.send_signal(sent)
    training.wait(timeout=30)
    training.stdout.close()

    deadline = time.monotonic() + 20
    while children(training.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert children(training.pid) == []
