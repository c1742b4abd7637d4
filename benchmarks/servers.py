"""Servers as processes of their own: started, waited for, weighed, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks.connection import Connection

ROOT: Final = Path(__file__).resolve().parent.parent
_HOST: Final = "127.0.0.1"
_START_SECONDS: Final = 60

Body = Callable[[list[dict[str, Any]]], bytes]


class NotServing(Exception):
    """A contestant did not begin to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """What is started, and how it is asked."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    path: str
    body: Body
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """A contestant that serves."""

    contestant: Contestant
    process: psutil.Process
    port: int
    start_seconds: float  # from its start until its first answer

    def connect(self, query: str = "") -> Connection:
        headers = ("Content-Type: application/json", *self.contestant.headers)
        path = self.contestant.path + query
        return Connection((_HOST, self.port), path, *headers)

    @property
    def address(self) -> str:
        return f"http://{_HOST}:{self.port}"

    def resident_megabytes(self) -> float:
        """Return the memory of the process that answers: the largest of the family."""
        family = [self.process, *self.process.children(recursive=True)]
        sizes: list[int] = [one.memory_info().rss for one in family]
        return max(sizes) / 1e6


@contextmanager
def serving(
    contestant: Contestant, first: list[dict[str, Any]], log: Path
) -> Iterator[Server]:
    """Start a contestant, let it answer the first rows, and end it with the block.

    Raises
    ------
    NotServing
        Where it takes no connection; ``log`` holds what it said.
    BadAnswer
        Where it does not answer.
    """
    port = _free_port()
    environment = {**os.environ, **contestant.environment, "PORT": str(port)}
    begun = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [word.format(port=port) for word in contestant.command],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        _wait(process, port, contestant, log)
        started = Server(contestant, psutil.Process(process.pid), port, 0.0)
        started.connect().post(contestant.body(first))
        yield replace(started, start_seconds=time.perf_counter() - begun)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and what it started: not every one ends its children itself."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    process.wait()
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.terminate()
    psutil.wait_procs(children)


def python(*words: str) -> list[str]:
    """Return a command of this Python."""
    return [sys.executable, *words]


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as server:
        return int(server.getsockname()[1])


def _wait(
    process: subprocess.Popen[bytes], port: int, contestant: Contestant, log: Path
) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex((_HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise NotServing(f"{contestant.name} does not serve; see {log}.")
