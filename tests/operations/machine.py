"""A machine of its own: PostgreSQL, Redis, nginx, in a folder and on free ports."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from tests.processes import WITHIN_SECONDS, alive, free_port, until
from tests.promises.repository import ROOT, files, read
from tests.promises.test_settings import in_example

HOST: Final = "loans.example.org"
_NGINX: Final = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/log/nginx.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/loanapp.conf;
}}
"""


_TRUSTING: Final = "-U postgres -A trust -N"


def _words(text: str) -> list[str]:
    return text.split()


def listens(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def answers(port: int) -> bool:
    """Whether the application answers there; bin/serve tries the port before."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/livez", headers={"Host": HOST})
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


class Machine:
    """Runs the commands of the page as they stand, on folders and ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "opt"
        self.ports = {n: free_port() for n in ("app", "sql", "redis", "http", "https")}
        self.started: dict[str, subprocess.Popen[str]] = {}
        self.exports: list[str] = []
        for name in ("opt", "etc/tls", "lib", "backups", "log", "bin"):
            (folder / name).mkdir(parents=True)
        folder.chmod(0o755)
        self._copy()
        self._curl()

    def _copy(self) -> None:
        for path in files():
            target = self.checkout / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        (self.checkout / ".venv").symlink_to(ROOT / ".venv")

    def _curl(self) -> None:
        """Let curl find the name of the page here."""
        curl = self.folder / "bin/curl"
        to = f"{HOST}:443:127.0.0.1:{self.ports['https']}"
        curl.write_text(
            f'#!/bin/sh\nexec {shutil.which("curl")} --connect-to {to} "$@"\n'
        )
        curl.chmod(0o755)

    def here(self, text: str) -> str:
        """Return commands or settings with this machine's folders and ports."""
        places = {
            "/etc/loanapp": f"{self.folder}/etc",
            "/var/lib/loanapp": f"{self.folder}/lib",
            "/var/backups/loanapp": f"{self.folder}/backups",
            "/var/log/nginx": f"{self.folder}/log",
            "127.0.0.1:5432": f"127.0.0.1:{self.ports['sql']}",
            "127.0.0.1:6379": f"127.0.0.1:{self.ports['redis']}",
            "127.0.0.1:8000": f"127.0.0.1:{self.ports['app']}",
            "listen 80;": f"listen 127.0.0.1:{self.ports['http']};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.ports['https']} ssl;",
            "createsuperuser": "createsuperuser --no-input",  # nobody is asked here
        }
        for there, here in places.items():
            text = text.replace(there, here)
        return text

    @property
    def environment(self) -> dict[str, str]:
        """What the commands find around them."""
        foreign = {*in_example(read(".env.example")), "DJANGO_SETTINGS_MODULE"}
        inherited = {k: v for k, v in os.environ.items() if k not in foreign}
        return inherited | {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "PORT": str(self.ports["app"]),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.ports["sql"]),
            "PGUSER": "postgres",
            "DJANGO_SUPERUSER_PASSWORD": "of-the-first-administrator",
        }

    def run(self, block: str) -> str:
        """Run a block of the page and return what it printed; what it exports stays."""
        script = "\n".join([*self.exports, self.here(block)])
        done = subprocess.run(
            ["sh", "-eu", "-c", script],
            cwd=self.checkout,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        self.exports += re.findall(r"^export .*$", self.here(block), re.MULTILINE)
        return done.stdout

    def start(self, name: str, *words: str) -> subprocess.Popen[str]:
        """Start a process of the machine, in a group of its own."""
        log = (self.folder / "log" / f"{name}.out").open("a")
        with log:
            process = subprocess.Popen(
                words,
                cwd=self.checkout,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        self.started[name] = process
        return process

    def serve(self, block: str) -> None:
        """Run a block in the background until the server answers."""
        script = "\n".join([*self.exports, f"exec {block}"])
        served = self.start("web", "sh", "-eu", "-c", script)
        assert until(lambda: answers(self.ports["app"]) or served.poll() is not None)

    def postgresql(self) -> None:
        """Start a PostgreSQL that lets everybody of this machine in."""
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        data = self.folder / "sql"
        by = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if not data.exists():
            data.mkdir()
            if by:
                shutil.chown(data, "postgres")
            made = [*by, str(programs / "initdb"), *_words(f"-D {data} {_TRUSTING}")]
            subprocess.run(made, check=True, capture_output=True)
        listening = f"-D {data} -h 127.0.0.1 -p {self.ports['sql']} -F"
        program = str(programs / "postgres")
        self.start("postgresql", *by, program, *_words(listening), "-k", "")
        assert until(lambda: listens(self.ports["sql"]))

    def redis(self) -> None:
        """Start a Redis that keeps nothing on the disk."""
        listening = _words(f"--port {self.ports['redis']} --bind 127.0.0.1 --save")
        self.start("redis", "redis-server", *listening, "")
        assert until(lambda: listens(self.ports["redis"]))

    def nginx(self) -> None:
        """Start nginx with the configuration of the repository."""
        conf = (self.checkout / "deploy/nginx.conf").read_text()
        (self.folder / "loanapp.conf").write_text(self.here(conf))
        user = "user root;" if os.getuid() == 0 else ""
        main = self.folder / "nginx.conf"
        main.write_text(_NGINX.format(folder=self.folder, user=user))
        self.start("nginx", "nginx", *_words(f"-p {self.folder} -c {main}"))
        assert until(lambda: listens(self.ports["https"]))

    def stop(self, name: str) -> int:
        """Tell a process to end, and wait until its whole group has."""
        process = self.started.pop(name)
        if name == "postgresql":
            # SIGTERM waits for clients; and runuser, its parent, passes no signal on.
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.terminate()
        status = process.wait(WITHIN_SECONDS)
        assert until(lambda: not alive(process))
        return status

    def end(self) -> None:
        """End whatever was started and is left."""
        for process in reversed(self.started.values()):
            if alive(process):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
