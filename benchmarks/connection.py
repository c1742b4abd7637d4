"""One HTTP connection that costs next to nothing, so that the server is measured."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Final

_CHUNK: Final = 1 << 20
_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"
_TIMEOUT_SECONDS: Final = 120
_OK: Final = 200


class BadAnswer(Exception):
    """A contestant did not answer 200: what it answered is no result."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and the seconds until its last byte."""

    body: bytes
    seconds: float


class Connection:
    """Sends one request after the other; opens a new connection where it must."""

    def __init__(self, address: tuple[str, int], path: str, *headers: str) -> None:
        self._address = address
        self._socket: socket.socket | None = None
        lines = (f"POST {path} HTTP/1.1", f"Host: {address[0]}:{address[1]}", *headers)
        self._head = "\r\n".join(lines).encode() + b"\r\nContent-Length: "

    def post(self, body: bytes) -> Answer:
        """Return the answer to one body.

        Raises
        ------
        BadAnswer
            Unless it is a 200.
        """
        request = self._head + str(len(body)).encode() + _END + body
        begun = time.perf_counter()
        head, answer = self._exchange(request)
        seconds = time.perf_counter() - begun
        if int(head[9:12]) != _OK:
            raise BadAnswer(f"{head[:80]!r} {answer[:500]!r}")
        if b"connection: close" in head:
            self.close()
        return Answer(answer, seconds)

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        server = self._socket or self._open()
        server.sendall(request)
        received = bytearray()
        while (end := received.find(_END)) < 0:
            received += self._some(server)
        head = bytes(received[:end]).lower()
        length = int(head.partition(_LENGTH)[2].split(b"\r\n")[0])
        whole = end + len(_END) + length
        while len(received) < whole:
            received += self._some(server)
        return head, bytes(received[whole - length : whole])

    def _open(self) -> socket.socket:
        self._socket = socket.create_connection(self._address, _TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    @staticmethod
    def _some(server: socket.socket) -> bytes:
        part = server.recv(_CHUNK)
        if not part:
            raise BadAnswer("The connection ended before the answer.")
        return part
