"""What is attacked, and how it is reached."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from httpx2 import Client, HTTPTransport, Response

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

API = "/api/v1"
ORIGIN = "https://app.shop.example"
PASSWORD = "seven quiet rivers under ice"
METHODS = {"get", "put", "post", "delete", "patch"}
PLACEHOLDER = re.compile(r"{(\w+)}")
NOBODY = str(uuid.UUID(int=0))
KIB_PER_LINE = re.compile(r"^Vm(RSS|HWM):\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Login:
    """Somebody who is logged in."""

    email: str
    access: str
    refresh: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"}


@dataclass
class Target:
    """The running project. All that goes there stays on the loopback interface."""

    project: Path
    port: int
    database_url: str
    environment: dict[str, str]
    authority: ssl.SSLContext
    log: Path
    schema: dict[str, Any]
    has_owners: bool
    servers: dict[int, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(2))

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Make the users who attack."""
        subprocess.run(
            [sys.executable, "-m", "app.features.users.admin", "admin@shop-attacks.com"],
            cwd=self.project,
            env=self.environment | {"PASSWORD": PASSWORD},
            check=True,
            capture_output=True,
        )

    @cached_property
    def admin(self) -> Login:
        return self.log_in("admin@shop-attacks.com")

    @cached_property
    def user(self) -> Login:
        return self.new_user()

    def new_address(self) -> str:
        """An address of the loopback interface that nobody has used: each has its own limits."""
        number = next(self._numbers)
        return f"127.0.{1 + number // 250}.{number % 250 + 1}"

    def client(self, login: Login | None = None, address: str | None = None) -> Client:
        """A client with an address of its own."""
        transport = HTTPTransport(
            verify=self.authority, local_address=address or self.new_address(), trust_env=False
        )
        headers = {} if login is None else login.headers
        return Client(transport=transport, base_url=self.url, headers=headers, timeout=60)

    def connect(self, address: str | None = None) -> ssl.SSLSocket:
        """A connection to send bytes of one's own over."""
        plain = socket.create_connection(
            ("127.0.0.1", self.port), 30, source_address=(address or self.new_address(), 0)
        )
        return self.authority.wrap_socket(plain, server_hostname="127.0.0.1")

    def raw(self, request: bytes) -> bytes:
        """Send bytes, and read the answer until it is over."""
        with self.connect() as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65_536):
                answer += chunk
            return answer

    def new_user(self) -> Login:
        """Register somebody, and log in."""
        email = f"u{uuid.uuid4().hex[:12]}@shop-attacks.com"
        with self.client() as client:
            body = {"email": email, "password": PASSWORD}
            expect(client.post(f"{API}/auth/register", json=body), 201)
        return self.log_in(email)

    def log_in(self, email: str, password: str = PASSWORD) -> Login:
        with self.client() as client:
            response = expect(try_login(client, email, password), 200)
        tokens = response.json()
        return Login(email, tokens["access_token"], tokens["refresh_token"])

    def sql(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Method, path with keys that no row has, and what the schema says."""
        for path, item in self.schema["paths"].items():
            for method, declared in item.items():
                if method in METHODS:
                    yield method.upper(), PLACEHOLDER.sub(NOBODY, path), declared

    def log_lines(self, text: str, *, after: int = 0) -> list[str]:
        """The lines of the log that have a text; the first comes a moment after the response."""
        for _ in range(50):
            lines = self.log.read_text().splitlines()[after:]
            if found := [line for line in lines if text in line]:
                return found
            time.sleep(0.02)
        return []

    def workers(self) -> list[int]:
        """The processes that serve."""
        children = Path(f"/proc/{self.servers[self.port]}/task/{self.servers[self.port]}/children")
        pids = [int(pid) for pid in children.read_text().split()]
        return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def memory(self) -> dict[int, tuple[int, int]]:
        """Bytes that each worker uses, and the most that it used since ``forget_peaks``."""
        return {pid: self._memory_of(pid) for pid in self.workers()}

    def forget_peaks(self) -> None:
        for pid in self.workers():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    @staticmethod
    def _memory_of(pid: int) -> tuple[int, int]:
        text = Path(f"/proc/{pid}/status").read_text()
        found = {name: int(size) * 1024 for name, size in KIB_PER_LINE.findall(text)}
        return found["RSS"], found["HWM"]


def try_login(client: Client, email: str, password: str = PASSWORD, **headers: str) -> Response:
    form = {"username": email, "password": password}
    return client.post(f"{API}/auth/login", data=form, headers=headers)


def expect(response: Response, *statuses: int) -> Response:
    """Check the status, and of errors the envelope."""
    told = f"{response.request.method} {response.request.url}"[:200]
    assert response.status_code in statuses, f"{told}: {response.status_code} {response.text[:300]}"
    if response.status_code >= 400:
        error = response.json()["error"]
        assert set(error) == {"code", "message", "details", "request_id"}, error
    return response


def customer(**changes: object) -> dict[str, object]:
    """A valid body that creates a customer."""
    name = f"c{uuid.uuid4().hex[:12]}"
    return {"email": f"{name}@shop-attacks.com", "name": name} | changes


def as_json(body: object) -> dict[str, Any]:
    """Arguments of a request whose JSON is ASCII only, lone surrogates escaped."""
    return {"content": json.dumps(body), "headers": {"Content-Type": "application/json"}}
