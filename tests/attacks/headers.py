"""Headers of requests and responses, and what the log has of them."""

from __future__ import annotations

import json
import re

import pytest
from httpx2 import Client, HTTPError

from attacks.registry import NotThereError, attack
from attacks.stack import free_port, served
from attacks.target import API, ORIGIN, PASSWORD, Target, expect, try_login

EVIL = (
    "https://evil.example",
    "null",
    f"https://sub.{ORIGIN.removeprefix('https://')}",
    f"{ORIGIN}.evil.example",
    ORIGIN.replace("https", "http"),
    f"{ORIGIN}:8443",
)
YEAR = 31_536_000


@attack(
    "HDR-01",
    "any response: 200, 401, 404, 422, 413, a bad host",
    "HSTS, nosniff, frame-ancestors; no Server",
)
def security_headers(target: Target) -> str:
    with target.client(target.user) as client, target.client() as nobody:
        responses = [
            client.get(f"{API}/users/me"),
            nobody.get(f"{API}/users/me"),
            nobody.get("/nowhere"),
            nobody.get("/health"),
            client.post(f"{API}/customers", json={}),
            client.post(f"{API}/customers", content=b"0" * 2_000_000),
            nobody.get("/health", headers={"Host": "evil.example"}),
            nobody.get(f"{API}/users/me", headers={"Host": "evil.example"}),
        ]
    for response in responses:
        told = f"{response.request.url}: {dict(response.headers)}"
        found = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
        assert found, told
        assert int(found[1]) >= YEAR, told
        assert response.headers.get("X-Content-Type-Options") == "nosniff", told
        assert "frame-ancestors 'none'" in response.headers.get("Content-Security-Policy", ""), told
        assert "Server" not in response.headers, told
        assert "X-Powered-By" not in response.headers, told
    return f"in all of {len(responses)}"


@attack(
    "HDR-02",
    "Origin: another, null, a subdomain, a prefix, http, another port",
    "no Access-Control-Allow-Origin; Vary: Origin",
)
def foreign_origins(target: Target) -> str:
    count = 0
    preflight = {"Access-Control-Request-Method": "GET"}
    with target.client() as client:
        for origin in EVIL:
            answers = [
                client.get("/health", headers={"Origin": origin}),
                client.options(f"{API}/customers", headers={"Origin": origin} | preflight),
            ]
            for response in answers:
                assert "Access-Control-Allow-Origin" not in response.headers, origin
                assert "Origin" in response.headers.get("Vary", ""), (
                    f"{origin}: {dict(response.headers)}"
                )
                count += 1
        response = client.get("/health", headers={"Origin": ORIGIN})
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Origin" in response.headers["Vary"]
        assert "Origin" in client.get("/health").headers.get("Vary", ""), "without an Origin"
    return f"none × {count}, Vary in all"


@attack("HDR-03", "Host: another, with a path, twice, empty", "400")
def foreign_hosts(target: Target) -> str:
    hosts = (
        b"evil.example",
        b"127.0.0.1/b?x",
        b"127.0.0.1.evil.example",
        b"evil.example:443",
        b"",
        b"127.0.0.1@evil.example",
    )
    count = 0
    for host in hosts:
        answer = target.raw(
            b"GET %s/users/me HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            % (API.encode(), host)
        )
        assert answer.startswith(b"HTTP/1.1 400"), f"{host!r}: {answer[:60]!r}"
        count += 1
    answer = target.raw(
        b"GET %s/users/me HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        % API.encode()
    )
    assert answer.startswith(b"HTTP/1.1 400"), f"two: {answer[:60]!r}"
    return f"400 × {count + 1}"


@attack("HDR-04", "Host: 127.0.0.1/health?x= on endpoints that ask for a login", "400 or 401")
def path_in_host(target: Target) -> str:
    count = 0
    with target.client() as client:
        for method, path, declared in target.operations():
            if "security" in declared:
                for host in ("127.0.0.1/health?x=", "127.0.0.1/health#", "127.0.0.1\\health"):
                    expect(client.request(method, path, json={}, headers={"Host": host}), 400, 401)
                    count += 1
    return f"400 or 401 × {count}"


@attack(
    "HDR-05",
    "X-Request-ID with CR LF, ANSI codes, 8 kB, JSON, bytes beyond ASCII",
    "another id; one line in the log",
)
def forged_ids(target: Target) -> str:
    ids = {
        b"a\r\nX-Injected: 1": "split",
        b"a\nforged": "a line",
        b"\x1b[31mred": "ANSI",
        b"a" * 8_192: "8 kB",
        b'{"level":"error"}': "JSON",
        b"\xff\xfe": "bytes",
        b"a b": "a space",
    }
    for forged, name in ids.items():
        before = len(target.log.read_text().splitlines())
        answer = target.raw(
            b"GET /forged HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Request-ID: %s\r\n\r\n"
            % forged
        )
        head = answer.partition(b"\r\n\r\n")[0]
        assert b"injected" not in head.lower(), f"{name}: {head!r}"
        if head.startswith(b"HTTP/1.1 400"):
            continue
        (found,) = re.findall(rb"(?i)x-request-id: (\S+)", head)
        assert re.fullmatch(rb"[A-Za-z0-9-]{1,64}", found), f"{name}: {found!r}"
        own = target.log_lines("/forged", after=before)
        assert len(own) == 1, f"{name}: {len(own)} lines"
        assert name == "split" or found != forged, name
        assert json.loads(own[0])["request_id"] == found.decode()
    return f"another id or 400 × {len(ids)}, one line each"


@attack("HDR-06", "a token over plain HTTP", "refused")
def plain_http(target: Target) -> str:
    headers = target.user.headers
    with (
        Client(base_url=f"http://127.0.0.1:{target.port}", headers=headers) as client,
        pytest.raises(HTTPError),
    ):
        client.get(f"{API}/users/me")
    port = free_port()
    with (
        served(target, port),
        Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as client,
    ):
        status = client.get(f"{API}/users/me").status_code
    if "REQUIRE_HTTPS" not in (target.project / ".env.example").read_text():
        raise NotThereError("TLS ends at the proxy; the project does not look for it")
    assert status in {400, 403, 426}, status
    return f"no answer of the TLS port, {status} behind a proxy without TLS"


@attack("DOC-01", "/docs, /redoc, /openapi.json in production", "404")
def documentation(target: Target) -> str:
    with target.client(target.admin) as client:
        for path in (
            "/docs",
            "/redoc",
            "/openapi.json",
            "/docs/oauth2-redirect",
            f"{API}/openapi.json",
        ):
            expect(client.get(path), 404)
    return "404 × 5"


@attack(
    "LOG-01",
    "a request, a login, one that fails, a 500",
    "one line of JSON each; no password, no token",
)
def log_lines(target: Target) -> str:
    login = target.new_user()
    secrets = [PASSWORD, "wrong password", login.access, login.refresh, login.access.split(".")[2]]
    with target.client() as client:
        responses = [
            client.get("/health?token=in-the-query"),
            try_login(client, login.email),
            try_login(client, login.email, "wrong password"),
            client.get(f"{API}/users/me", headers=login.headers),
            client.post(f"{API}/auth/refresh", json={"refresh_token": login.refresh}),
        ]
        target.sql("ALTER TABLE login_sessions ALTER expires_at TYPE text")
        try:
            responses.append(expect(client.get(f"{API}/users/me", headers=login.headers), 500))
            responses.append(expect(try_login(client, login.email), 500))
        finally:
            target.sql(
                "ALTER TABLE login_sessions ALTER expires_at TYPE timestamptz"
                " USING expires_at::timestamptz"
            )
    for response in responses:
        entries = map(json.loads, target.log_lines(response.headers["X-Request-ID"]))
        # A login that fails has a line of its own beside that of the request.
        (entry,) = (entry for entry in entries if entry["event"] != "login_failed")
        assert entry["status"] == response.status_code
        assert entry["duration_ms"] >= 0
        if response.status_code == 200 and "token" in response.text:
            secrets += [value for name, value in response.json().items() if name.endswith("_token")]
    log = target.log.read_text()
    for secret in [*secrets, "in-the-query"]:
        assert secret not in log, f"the log has {secret[:12]}…"
    return f"one line × {len(responses)}; none of {len(secrets)} secrets in {len(log.splitlines())} lines"
