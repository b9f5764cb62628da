"""Logins that are none, and guesses."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import jwt

from attacks.registry import attack
from attacks.stack import JWT_SECRET
from attacks.target import API, PASSWORD, Login, Target, expect, try_login

if TYPE_CHECKING:
    from collections.abc import Iterable

    from httpx2 import Client

ME = f"{API}/users/me"
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
WEAK = {
    "empty": "",
    "one letter": "a",
    "31 bytes": "k3-5uZqfW0s7Ry_Ld9Xb2TnGvEo4HmJ",
    "a placeholder": "changeme-changeme-changeme-changeme",
    "of few letters": "abababababababababababababababab",
}


def claims_of(login: Login) -> dict[str, Any]:
    return jwt.decode(login.access, options={"verify_signature": False})


def signed(claims: dict[str, Any], **headers: object) -> str:
    return jwt.encode(claims, JWT_SECRET, algorithm="HS256", headers=headers or None)


def refused(client: Client, tokens: Iterable[str]) -> str:
    """Send each token; all have to be refused."""
    count = 0
    for token in tokens:
        response = client.get(ME, headers={"Authorization": f"Bearer {token}"})
        expect(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer"
        count += 1
    return f"401 × {count}"


def rewritten(target: Target, changes: list[dict[str, Any]], **headers: object) -> str:
    """Tokens with a valid signature whose claims differ from those of a valid one."""
    claims = claims_of(target.user)
    with target.client() as client:
        own = {"Authorization": f"Bearer {signed(claims)}"}
        expect(client.get(ME, headers=own), 200)
        tokens = [
            signed(
                {name: value for name, value in (claims | change).items() if value is not None},
                **headers,
            )
            for change in changes
        ]
        return refused(client, tokens)


@attack(
    "AUTHN-01",
    "every endpoint that asks for a login, without one and with garbage",
    "401 with a challenge",
)
def no_login(target: Target) -> str:
    count = 0
    with target.client() as client:
        for method, path, declared in target.operations():
            if "security" not in declared:
                continue
            for value in (None, "Bearer x", "Bearer", "Basic YTpi", "Bearer \xff\xfe"):
                headers = {} if value is None else {"Authorization": value.encode("latin-1")}
                response = expect(client.request(method, path, json={}, headers=headers), 401)
                assert response.headers["WWW-Authenticate"] == "Bearer"
                count += 1
    return f"401 × {count}"


@attack("AUTHN-02", "alg none, None, HS384, HS512, and RS256 over the same key", "401")
def other_algorithms(target: Target) -> str:
    claims = claims_of(target.user)
    body = target.user.access.split(".")[1]
    signature = target.user.access.split(".")[2]
    tokens = [jwt.encode(claims, None, algorithm="none")]
    for name in ("None", "NONE", "RS256", "ES256"):
        header = _header(name)
        tokens += [f"{header}.{body}.", f"{header}.{body}.{signature}"]
    tokens += [jwt.encode(claims, JWT_SECRET * 2, algorithm=name) for name in ("HS384", "HS512")]
    with target.client() as client:
        return refused(client, tokens)


def _header(algorithm: str) -> str:
    return jwt.utils.base64url_encode(f'{{"alg":"{algorithm}","typ":"JWT"}}'.encode()).decode()


@attack("AUTHN-03", "a valid signature; no exp, exp past, nbf and iat in the future", "401")
def wrong_times(target: Target) -> str:
    now = int(time.time())
    return rewritten(
        target,
        [{"exp": None}, {"exp": now - 60}, {"nbf": now + 600}, {"iat": now + 600}, {"iat": None}],
    )


@attack("AUTHN-04", "refresh, reset and verify tokens for access", "401")
def wrong_kinds(target: Target) -> str:
    kinds = [{"typ": kind} for kind in ("refresh", "reset", "verify", "ACCESS", None)]
    with target.client() as client:
        return f"{refused(client, [target.user.refresh])}; {rewritten(target, kinds)}"


@attack("AUTHN-05", "another audience or issuer; without jti, aud, iss, sub, sid", "401")
def wrong_parties(target: Target) -> str:
    missing = [{name: None} for name in ("jti", "aud", "iss", "sub", "sid")]
    return rewritten(target, [{"aud": "other"}, {"iss": "other"}, *missing])


@attack("AUTHN-06", "a critical header that nobody knows", "401")
def unknown_header(target: Target) -> str:
    return rewritten(target, [{}], crit=["x-strange"], **{"x-strange": True})


@attack("AUTHN-07", "sub no UUID, unknown, of another, deleted, switched off", "401")
def wrong_subjects(target: Target) -> str:
    answers = [
        rewritten(target, [{"sub": "admin"}, {"sub": 1}, {"sub": claims_of(target.admin)["sub"]}])
    ]
    gone, off = target.new_user(), target.new_user()
    with target.client(target.admin) as admin, target.client() as client:
        expect(admin.delete(f"{API}/users/{claims_of(gone)['sub']}"), 204)
        expect(admin.patch(f"{API}/users/{claims_of(off)['sub']}", json={"is_active": False}), 200)
        answers.append(refused(client, [gone.access, off.access]))
        expect(try_login(client, off.email), 401)
    return "; ".join(answers)


@attack(
    "AUTHN-08",
    "start with JWT_SECRET empty, short, a placeholder, of few letters",
    "no start, the variable is named",
)
def weak_secrets(target: Target) -> str:
    for name, secret in WEAK.items():
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "uvicorn",
                "--factory",
                "app.main:create_app",
                "--app-dir",
                "src",
                "--port",
                "0",
            ],
            cwd=target.project,
            env=target.environment | {"JWT_SECRET": secret},
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        assert done.returncode != 0, name
        assert "JWT_SECRET" in done.stderr + done.stdout, name
        assert len(secret) < 10 or secret not in done.stderr + done.stdout, f"{name} is shown"
    return f"exit code other than 0 × {len(WEAK)}"


@attack(
    "AUTHN-09",
    "log in as 30 unknown and 30 known users",
    "same answer; medians differ by less than 10 %",
)
def timing(target: Target) -> str:
    known = [target.new_user().email for _ in range(10)]
    difference = 1.0
    for attempt in range(3):
        texts: set[str] = set()
        times: dict[bool, list[float]] = {True: [], False: []}
        with target.client() as client:
            for number in range(30):
                email = known[(number + attempt) % len(known)]
                for is_known, name in (
                    (True, email),
                    (False, f"no{attempt}-{number}@shop-attacks.com"),
                ):
                    started = time.perf_counter()
                    response = try_login(client, name, "wrong password")
                    times[is_known].append(time.perf_counter() - started)
                    texts.add(expect(response, 401).json()["error"]["message"])
        assert len(texts) == 1, texts
        medians = {key: statistics.median(values) for key, values in times.items()}
        difference = abs(medians[True] - medians[False]) / medians[False]
        if difference < 0.1:
            break
    assert difference < 0.1, f"medians differ by {difference:.0%}"
    return (
        f"401 × 60, one body; medians {medians[True] * 1000:.0f} and {medians[False] * 1000:.0f} ms"
    )


def guess(target: Target, headers: list[dict[str, str]], count: int) -> list[int]:
    """Guess at other accounts from one address, several at a time."""
    address = target.new_address()
    with target.client(address=address) as client, ThreadPoolExecutor(4) as pool:
        stamp = time.time_ns()

        def one(number: int) -> int:
            given = headers[number % len(headers)]
            name = f"g{stamp}-{number}@shop-attacks.com"
            return try_login(client, name, "wrong password", **given).status_code

        return list(pool.map(one, range(count)))


@attack(
    "AUTHN-10",
    "11 guesses at an account from an address, 101 from ten, 101 at others",
    "429 with Retry-After; the owner elsewhere and other accounts are not affected",
)
def guesses(target: Target) -> str:
    victim, other = target.new_user(), target.new_user()
    with target.client() as client:
        statuses = [
            try_login(client, victim.email, "wrong password").status_code for _ in range(10)
        ]
        assert statuses == [401] * 10, statuses
        last = expect(try_login(client, victim.email), 429)
        assert int(last.headers["Retry-After"]) > 0
        expect(try_login(client, other.email), 200)
    with target.client() as elsewhere:
        expect(try_login(elsewhere, victim.email), 200)
    for _ in range(10):
        with target.client() as client:
            for _ in range(10):
                expect(try_login(client, victim.email, "wrong password"), 401)
    with target.client() as elsewhere:
        expect(try_login(elsewhere, victim.email), 429)
    statuses = guess(target, [{}], 101)
    assert sorted(statuses) == [401] * 100 + [429], sorted(statuses)[-3:]
    return "401 × 10, then 429, elsewhere 200; 401 × 100, then 429, twice; the other account 200"


@attack("AUTHN-11", "the same with X-Forwarded-For, X-Real-IP, Forwarded that change", "429")
def forged_addresses(target: Target) -> str:
    headers = [
        {
            name: f"for=192.0.2.{number}" if name == "Forwarded" else f"192.0.2.{number}"
            for name in FORWARDED
        }
        for number in range(1, 200)
    ]
    statuses = guess(target, headers, 101)
    assert sorted(statuses) == [401] * 100 + [429], sorted(statuses)[-3:]
    return "401 × 100, then 429"


@attack("AUTHN-12", "use a refresh token twice", "401, and the new tokens are of no use either")
def replay(target: Target) -> str:
    login = target.new_user()
    with target.client() as client:
        body = {"refresh_token": login.refresh}
        fresh = expect(client.post(f"{API}/auth/refresh", json=body), 200).json()
        expect(client.post(f"{API}/auth/refresh", json=body), 401)
        refused(client, [fresh["access_token"], login.access])
        body = {"refresh_token": fresh["refresh_token"]}
        expect(client.post(f"{API}/auth/refresh", json=body), 401)
    return "200, then 401; new access and refresh tokens 401"


@attack("AUTHN-13", "tokens after logout, and after a new password", "401")
def after_logout(target: Target) -> str:
    with target.client() as client:
        one = target.new_user()
        expect(client.post(f"{API}/auth/logout", headers=one.headers), 204)
        two = target.new_user()
        change = {"current_password": PASSWORD, "new_password": f"{PASSWORD} 2"}
        expect(client.put(f"{ME}/password", json=change, headers=two.headers), 204, 200)
        for login in (one, two):
            refused(client, [login.access])
            expect(client.post(f"{API}/auth/refresh", json={"refresh_token": login.refresh}), 401)
    return "401 × 4"


@attack(
    "AUTHN-14",
    "passwords with spaces, of 128 characters, beyond 72 bytes, with NUL",
    "kept exactly",
)
def unusual_passwords(target: Target) -> str:
    passwords = [
        "  spaces around it  ",
        ("seven quiet rivers under ice, " * 5)[:128],
        "fünf Brücken übers Öl, " * 5,
        "nul\0in the middle",
        "🔑🎲🔒🌻🚲🌵🍋🎈🧭🐙🎻🥝" * 3,
    ]
    for number, password in enumerate(passwords):
        email = f"p{time.time_ns()}-{number}@shop-attacks.com"
        with target.client() as client:
            expect(
                client.post(f"{API}/auth/register", json={"email": email, "password": password}),
                201,
            )
            expect(try_login(client, email, password), 200)
            for other in {
                password.strip(),
                password[:-1],
                password[:72],
                password.replace("\0", ""),
            }:
                if other != password:
                    expect(try_login(client, email, other), 401)
    return f"each of {len(passwords)} logs in, what is like it does not"


@attack(
    "AUTHN-15",
    "look at what the database holds of equal passwords",
    "argon2id, each with its own salt",
)
def stored_hashes(target: Target) -> str:
    logins = [target.new_user() for _ in range(2)]
    rows = [
        target.sql("SELECT password_hash FROM users WHERE email = %s", login.email)
        for login in logins
    ]
    one, two = (row[0][0] for row in rows)
    assert one.startswith("$argon2id$"), one[:20]
    assert one != two
    return one[: one.index("$", 12)].replace("$", " ").strip() + ", different"
