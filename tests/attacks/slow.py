"""Clients that take their time."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from attacks.registry import attack
from attacks.target import Target, expect

if TYPE_CHECKING:
    import ssl

SLOW = 200
SECONDS = 6


@attack(
    "RES-08", "200 connections that send a header byte by byte", "others are served, p99 below 1 s"
)
def slow_headers(target: Target) -> str:
    over = threading.Event()
    with ExitStack() as stack:
        connections = [stack.enter_context(target.connect()) for _ in range(SLOW)]
        dribbling = threading.Thread(target=_dribble, args=(connections, over))
        dribbling.start()
        times = []
        try:
            with target.client() as client:
                end = time.perf_counter() + SECONDS
                while time.perf_counter() < end:
                    started = time.perf_counter()
                    expect(client.get("/ready"), 200)
                    times.append(time.perf_counter() - started)
                    time.sleep(0.02)
        finally:
            over.set()
            dribbling.join()
    times.sort()
    p99 = times[int(len(times) * 0.99) - 1]
    assert p99 < 1, f"p99 {p99:.2f} s"
    return f"200 × {len(times)}, p99 {p99 * 1000:.0f} ms"


def _dribble(connections: list[ssl.SSLSocket], over: threading.Event) -> None:
    request = b"GET /ready HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 1_000
    for number in range(len(request)):
        for connection in connections:
            with suppress(OSError):
                connection.sendall(request[number : number + 1])
        if over.wait(1):
            return
