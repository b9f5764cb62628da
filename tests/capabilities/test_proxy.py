"""The proxy in front of the application, run as it is configured, on other ports."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from support import projects

if TYPE_CHECKING:
    from collections.abc import Generator

pytestmark = pytest.mark.any_python

CADDY = Path(sys.executable).parent / "caddy"
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
TOKEN = {"Authorization": "Bearer x"}


class Upstream(BaseHTTPRequestHandler):
    """Tells what it was asked; a WebSocket is an echo."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers.get("Upgrade") == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            self.wfile.write(self.rfile.read(4))
            return
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 # as the base class calls it

    def log_message(self, *_: object) -> None:
        pass


class Proxy(NamedTuple):
    http: int
    https: int


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def upstream() -> Generator[int, None, None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def config(tmp_path_factory) -> Path:
    project = projects.new(
        tmp_path_factory.mktemp("proxy"), profile="minimal", with_capabilities=("docker",)
    )
    return project / "deploy" / "proxy" / "Caddyfile"


@pytest.fixture(scope="module")
def proxy(config, tmp_path_factory):
    """The ports of a proxy that runs."""
    with running(config.read_text(), tmp_path_factory.mktemp("caddy")) as ports:
        yield ports


@pytest.fixture(scope="module")
def hurried(config, tmp_path_factory):
    """One that has smaller limits for bodies."""
    text = config.read_text()
    for long, short in (
        ("read_body 10m", "read_body 6s"),
        ("read_body_idle 20s", "read_body_idle 2s"),
    ):
        assert text.count(long) == 1
        text = text.replace(long, short)
    with running(text, tmp_path_factory.mktemp("hurried")) as ports:
        yield ports


@contextmanager
def running(text: str, folder: Path) -> Generator[Proxy, None, None]:
    ports = Proxy(free_port(), free_port())
    own = f"{{\n\thttp_port {ports.http}\n\thttps_port {ports.https}"
    (folder / "Caddyfile").write_text(text.replace("{", own, 1))
    with upstream() as port, (folder / "log").open("w") as log:
        environment = {"HOME": str(folder), "UPSTREAM": f"127.0.0.1:{port}"}
        process = subprocess.Popen(
            [CADDY, "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"],
            env=environment,
            stderr=log,
        )
        try:
            deadline = time.monotonic() + 60
            while not serves(ports):
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, (folder / "log").read_text()
                time.sleep(0.1)
            yield ports
        finally:
            process.terminate()
            process.wait()


def serves(ports: Proxy) -> bool:
    try:
        return ask(ports)[0] == 200
    except OSError:
        return False


def trusting() -> ssl.SSLContext:
    """The certificate is of an authority that only this proxy knows."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def ask(
    ports: Proxy,
    method: str = "GET",
    path: str = "/",
    headers: dict[str, str] | None = None,
    *,
    tls: bool = True,
) -> tuple[int, dict[str, Any], str]:
    """Status, headers and body of an answer."""
    connection: HTTPConnection = (
        HTTPSConnection("localhost", ports.https, timeout=60, context=trusting())
        if tls
        else HTTPConnection("localhost", ports.http, timeout=60)
    )
    connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, dict(response.headers), body


def test_a_client_has_no_say_in_where_it_comes_from(proxy):
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    status, _, body = ask(proxy, headers={**forged, **TOKEN})

    seen = json.loads(body)
    assert status == 200
    assert seen["x-forwarded-for"] in {"127.0.0.1", "::1"}
    assert seen["x-forwarded-proto"] == "https"
    assert seen["authorization"] == "Bearer x"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_browser_is_sent_to_https(proxy, method):
    status, headers, _ = ask(proxy, method, "/a%20b?c=d", BROWSER, tls=False)

    assert status == 308
    assert headers["Location"] == "https://localhost/a%20b?c=d"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("GET", {**BROWSER, **TOKEN}),
        ("GET", {**BROWSER, "Cookie": "session=x"}),
        ("POST", BROWSER),
        ("DELETE", TOKEN),
    ],
)
def test_nobody_else_gets_far_without_tls(proxy, method, headers):
    status, answered, body = ask(proxy, method, "/", headers, tls=False)

    assert status == 403
    assert answered["Content-Type"] == "application/json"
    error = json.loads(body)["error"]
    assert error["code"] == "https_required"
    assert ("credentials" in error["message"]) is bool({"Authorization", "Cookie"} & set(headers))


def test_websockets_pass_and_may_be_silent(hurried):
    with connected(hurried) as connection:
        head = "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket"
        key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGVzdHRlc3R0ZXN0dGVzdA=="
        connection.sendall(f"{head}\r\n{key}\r\n\r\n".encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += connection.recv(1)
        time.sleep(8)
        connection.sendall(b"ping")
        echo = connection.recv(4)

    assert answer.startswith(b"HTTP/1.1 101 ")
    assert echo == b"ping"


@contextmanager
def connected(ports: Proxy) -> Generator[ssl.SSLSocket, None, None]:
    with (
        socket.create_connection(("localhost", ports.https), 60) as plain,
        trusting().wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        yield connection


def send_slowly(ports: Proxy, *, pause: float, pieces: int) -> bytes:
    """Send a body with pauses in it; give the first line of the answer, if there is one."""
    with connected(ports) as connection:
        head = "POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        connection.sendall(f"{head}{1_000 * pieces}\r\n\r\n".encode())
        try:
            for _ in range(pieces):
                time.sleep(pause)
                connection.sendall(b"x" * 1_000)
            return connection.recv(1_000).partition(b"\r\n")[0]
        except OSError:
            return b""


def test_a_body_may_come_over_a_slow_line(hurried):
    assert send_slowly(hurried, pause=0.5, pieces=8) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize(("pause", "pieces"), [(0.5, 20), (4, 2)], ids=["too long", "stops"])
def test_but_not_without_an_end(hurried, pause, pieces):
    assert send_slowly(hurried, pause=pause, pieces=pieces) != b"HTTP/1.1 200 OK"


def test_slow_clients_are_cut_off(config):
    adapted = subprocess.run(
        [CADDY, "adapt", "--adapter", "caddyfile", "--config", config],
        capture_output=True,
        check=True,
    )
    for server in json.loads(adapted.stdout)["apps"]["http"]["servers"].values():
        assert server["read_header_timeout"] <= 10e9
        assert server["read_timeout"] <= 600e9
        assert server["read_idle_timeout"] <= 20e9
        assert server["max_header_bytes"] <= 16_000


def test_idle_connections_are_let_go_before_the_application_does(config):
    adapted = subprocess.run(
        [CADDY, "adapt", "--adapter", "caddyfile", "--config", config],
        capture_output=True,
        check=True,
        text=True,
    )
    (idle,) = re.findall(r'"keep_alive":{"idle_timeout":(\d+)}', adapted.stdout)
    image = (config.parents[2] / "Dockerfile").read_text()
    (kept,) = re.findall(r'"--timeout-keep-alive", "(\d+)"', image)

    assert 0 < int(idle) / 1e9 < int(kept)
