"""WebSockets, opened by hand."""

from __future__ import annotations

import base64
import json
import os
import struct
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from attacks.registry import NotThereError, attack
from attacks.target import API, ORIGIN, Target

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from attacks.target import Login

URL = f"{API}/ws"
TEXT, BINARY, CLOSE = 1, 2, 8


def look_for(target: Target) -> None:
    if not any("websocket" in path.name for path in (target.project / "src/app").rglob("*.py")):
        raise NotThereError("no WebSocket in the project")


@contextmanager
def opened(
    target: Target, login: Login | None, *lines: str, url: str = URL, origin: str | None = ORIGIN
) -> Iterator[tuple[ssl.SSLSocket, int]]:
    """Ask for a WebSocket; gives the connection and the status of the answer."""
    key = base64.b64encode(os.urandom(16)).decode()
    head = [
        f"GET {url} HTTP/1.1",
        *("Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade"),
        *(f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", *lines),
    ]
    if origin is not None:
        head.append(f"Origin: {origin}")
    if login is not None:
        head.append(f"Sec-WebSocket-Protocol: bearer, {login.access}")
    with target.connect() as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(1) or b"\r\n\r\n"
        yield connection, int(answer[9:12] or 0)


def frame(kind: int, payload: bytes) -> bytes:
    """A frame of a client, masked as it has to be."""
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | kind, 0x80 | size])
    elif size < 65_536:
        head = bytes([0x80 | kind, 0xFE]) + struct.pack(">H", size)
    else:
        head = bytes([0x80 | kind, 0xFF]) + struct.pack(">Q", size)
    return head + b"\0\0\0\0" + payload


def closed_with(connection: ssl.SSLSocket) -> int:
    """Read until the server closes, and give the code; 0 where it says none."""
    connection.settimeout(20)
    data = b""
    with suppress(OSError):
        while chunk := connection.recv(65_536):
            data += chunk
            while len(data) >= 2:
                size, start = data[1] & 0x7F, 2
                if size == 126:
                    size, start = int.from_bytes(data[2:4], "big"), 4
                if len(data) < start + size:
                    break
                if data[0] & 0x0F == CLOSE:
                    return int.from_bytes(data[start : start + 2], "big")
                data = data[start + size :]
    return 0


@attack(
    "WS-01",
    "a WebSocket without a token, with garbage, a refresh token, the token in the URL",
    "403 before it is open",
)
def without_token(target: Target) -> str:
    look_for(target)
    user = target.user
    attempts: list[tuple[tuple[str, ...], str]] = [
        ((), URL),
        (("Authorization: Bearer garbage",), URL),
        ((f"Authorization: Bearer {user.refresh}",), URL),
        (("Sec-WebSocket-Protocol: bearer, garbage",), URL),
        ((f"Sec-WebSocket-Protocol: bearer, {user.refresh}",), URL),
        ((), f"{URL}?token={user.access}"),
    ]
    statuses = []
    for lines, url in attempts:
        with opened(target, None, *lines, url=url) as (_, status):
            statuses.append(status)
    assert set(statuses) <= {401, 403}, statuses
    with opened(target, user) as (_, status):
        assert status == 101, f"a valid token: {status}"
    return f"{statuses[0]} × {len(statuses)}; 101 with a valid token"


@attack("WS-02", "Origin: another, null, a subdomain", "403")
def foreign_origin(target: Target) -> str:
    look_for(target)
    statuses = []
    for origin in (
        "https://evil.example",
        "null",
        f"{ORIGIN}.evil.example",
        ORIGIN.replace("https", "http"),
    ):
        with opened(target, target.user, origin=origin) as (_, status):
            statuses.append(status)
    assert set(statuses) <= {401, 403}, statuses
    return f"{statuses[0]} × {len(statuses)}"


@attack(
    "WS-03",
    "connect in the name of another user, by path and query",
    "refused, or one's own stream",
)
def of_another(target: Target) -> str:
    look_for(target)
    victim, thief = target.new_user(), target.new_user()
    with target.client(victim) as client:
        victim_id = client.get(f"{API}/users/me").json()["id"]
    statuses = []
    with opened(target, victim) as (own, status):
        assert status == 101, status
        for url in (f"{URL}/{victim_id}", f"{URL}?user_id={victim_id}"):
            with opened(target, thief, url=url) as (_, answer):
                statuses.append(answer)
        own.sendall(frame(TEXT, json.dumps({"type": "ping"}).encode()))
        own.settimeout(10)
        answer = own.recv(4_096)
        assert answer, "the victim was disconnected"
        assert answer[0] & 0x0F == TEXT, f"the victim was told {answer[:80]!r}"
    assert statuses[0] in {403, 404}, statuses
    return f"{statuses[0]}, {statuses[1]} (the query is not looked at); the victim keeps its stream"


@attack(
    "WS-04",
    "no JSON, bytes, 100 MB in a frame, 10,000 messages at once",
    "closed with 1003, 1007, 1008 or 1009; others go on",
)
def hostile_frames(target: Target) -> str:
    look_for(target)
    ping = json.dumps({"type": "ping"}).encode()
    huge = bytes([0x81, 0xFF]) + struct.pack(">Q", 100_000_000) + b"\0\0\0\0" + b"a" * 200_000
    attacks = {
        "no JSON": (frame(TEXT, b"{"), {1003, 1007, 1008}),
        "bytes": (frame(BINARY, b"\xff"), {1003, 1007, 1008}),
        "no UTF-8": (frame(TEXT, b"\xff\xfe"), {1003, 1007, 1008}),
        "deep": (frame(TEXT, b"[" * 60_000), {1003, 1007, 1008, 1009}),
        "100 MB": (huge, {1009}),
        "a flood": (frame(TEXT, ping) * 10_000, {1008}),
    }
    codes = []
    for name, (data, allowed) in attacks.items():
        with opened(target, target.new_user()) as (connection, status):
            assert status == 101, status
            with suppress(OSError):
                connection.sendall(data)
            code = closed_with(connection)
        assert code in allowed, f"{name}: {code}"
        codes.append(code)
    user = target.new_user()
    for _ in range(30):  # more than may be open at once: nothing of those before is left
        with opened(target, user) as (connection, status):
            assert status == 101, f"a connection was not forgotten: {status}"
            connection.sendall(frame(CLOSE, struct.pack(">H", 1000)))
            closed_with(connection)
        time.sleep(0.05)
    return ", ".join(map(str, codes)) + "; 30 connections one after another"
