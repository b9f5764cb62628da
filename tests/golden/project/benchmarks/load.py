"""A client that does little else than wait, so that the server is what is measured.

It sends requests that are bytes already, one at a time on each connection, and reads no more of an
answer than where it ends.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

END_OF_HEAD = b"\r\n\r\n"
SUCCESS = range(200, 300)
LENGTH = b"\r\ncontent-length: "


class RefusedError(RuntimeError):
    """A request was not answered by success: there is nothing to measure."""


@dataclass(slots=True)
class Measurement:
    """What became of requests of one kind.

    Attributes:
        latencies: of each, in seconds.
        seconds: in which they were sent.
    """

    latencies: list[float] = field(default_factory=list[float])
    seconds: float = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """The milliseconds in which so many percent were answered."""
        ordered = sorted(self.latencies)
        return ordered[(len(ordered) - 1) * percent // 100] * 1_000


def request(
    method: str, target: str, headers: Mapping[str, str], content: object | None = None
) -> bytes:
    """A request as it goes over the wire."""
    body = b"" if content is None else json.dumps(content).encode()
    lines = {"Host": "localhost", "Content-Type": "application/json", **headers}
    if body:
        lines["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body


class _Connection(asyncio.Protocol):
    """Sends the next request when the last one is answered, until the time is over."""

    def __init__(self, requests: Iterator[bytes], until: float, latencies: list[float]) -> None:
        self.done = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._until = until
        self._latencies = latencies
        self._received = b""
        self._sent_at = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(END_OF_HEAD)
        if not end or len(body) < _length(head):
            return
        now = time.perf_counter()
        self._latencies.append(now - self._sent_at)
        status = int(head.split(b" ", 2)[1])
        self._received = b""
        if status not in SUCCESS:
            self._end(RefusedError(f"{status}: {body.decode()}"))
        elif now >= self._until:
            self._end(None)
        else:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or RefusedError("The server closed the connection."))

    def _send(self) -> None:
        if self._transport is not None:
            self._sent_at = time.perf_counter()
            self._transport.write(next(self._requests))

    def _end(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(error)
        if self._transport is not None:
            self._transport.close()


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(LENGTH)
    if not found:
        raise RefusedError("The answer does not tell its length.")
    return int(rest.partition(b"\r\n")[0])


async def load(
    port: int, requests: Iterator[bytes], into: Measurement, *, connections: int, seconds: float
) -> None:
    """Send requests for some time, and add how long they took.

    Raises:
        RefusedError: one was not answered by success.
    """
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    protocols = [
        (
            await loop.create_connection(
                lambda: _Connection(requests, started + seconds, into.latencies), "127.0.0.1", port
            )
        )[1]
        for _ in range(connections)
    ]
    for error in await asyncio.gather(*(protocol.done for protocol in protocols)):
        if error is not None:
            raise error
    into.seconds += time.perf_counter() - started
