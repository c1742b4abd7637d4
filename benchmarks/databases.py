"""Databases of PostgreSQL that last as long as the benchmark."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import Final, LiteralString, Protocol

import psycopg
from psycopg import sql

_DEFAULT: Final = "postgres://postgres@127.0.0.1:5432"


class MakeDatabase(Protocol):
    """Makes a database, empty or as another one is, and returns its URL."""

    def __call__(self, name: str, template: str = "template1") -> str: ...


def postgresql(stack: ExitStack) -> MakeDatabase | None:
    """Return a function that makes a database and tells its URL; None without a server.

    The variable POSTGRESQL_URL says where the server is, without a database's name.
    """
    server = os.environ.get("POSTGRESQL_URL", _DEFAULT).rstrip("/")
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return None

    def make(name: str, template: str = "template1") -> str:
        _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _execute(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
        stack.callback(_execute, server, "DROP DATABASE {} WITH (FORCE)", name)
        return f"{server}/{name}"

    return make


def _execute(server: str, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
