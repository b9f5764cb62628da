"""Values that are not valid, and what errors tell."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

from attacks.registry import attack
from attacks.target import API, PASSWORD, Target, as_json, customer, expect, try_login

TEXTS = {
    "NUL": "nul\0byte",
    "a lone surrogate": "lone\ud800surrogate",
    "5,000 characters": "a" * 5_000 + "@shop-attacks.com",
    "right to left": "\u202egpj.exe",
    "a homoglyph": "\u0430dmin@shop-attacks.com",
}
ROWS = {
    "customers": ("name", customer),
    "products": (
        "title",
        lambda **changes: (
            {"sku": f"S{time.time_ns()}"[-15:], "price": "1.00", "title": "x"} | changes
        ),
    ),
}


@attack(
    "VAL-01",
    "NUL, lone surrogate, 5,000 characters, RTL mark, homoglyph in bodies, queries, forms, paths",
    "422, or kept exactly; never 500",
)
def texts(target: Target) -> str:
    kept = refused = 0
    with target.client(target.admin) as client:
        for text in TEXTS.values():
            for feature, (field, body) in ROWS.items():
                response = client.post(f"{API}/{feature}", **as_json(body(**{field: text})))
                if expect(response, 201, 422).status_code == 201:
                    shown = client.get(response.headers["Location"]).json()
                    assert shown[field] == text, f"{feature}.{field} is {shown[field]!r}"
                    kept += 1
                else:
                    refused += 1
            for field, body in _fields(target):
                response = client.post(body, **as_json({field: text}))
                if expect(response, 201, 400, 401, 404, 405, 409, 422).status_code == 201:
                    assert response.json()[field] == text, f"{field} of {body}"
                    kept += 1
                else:
                    refused += 1
            refused += _elsewhere(target, client, text)
    return f"{kept} kept exactly, {refused} refused or harmless, none 5xx"


def _fields(target: Target) -> list[tuple[str, str]]:
    schemas = target.schema["components"]["schemas"]
    found = []
    for method, path, declared in target.operations():
        content = declared.get("requestBody", {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        if method == "POST" and reference:
            fields = schemas[reference.rpartition("/")[2]].get("properties", {})
            found += [(field, path) for field in fields]
    return found


def _elsewhere(target: Target, client: Any, text: str) -> int:
    encoded = quote(text, safe="", errors="surrogatepass")
    count = 0
    for method, path, declared in target.operations():
        for parameter in declared.get("parameters", []):
            url = f"{path}?{parameter['name']}={encoded}"
            if parameter["in"] == "path":
                url = path.rpartition("/")[0] + f"/{encoded}"
            if method == "GET":
                status = client.get(url).status_code
                assert status < 500, f"{url[:200]}: {status}"
                count += 1
    form = f"username={encoded}&password={encoded}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    expect(client.post(f"{API}/auth/login", content=form, headers=headers), 401, 422)
    return count + 1


@attack("VAL-02", "user+tag@…, and A@… where a@… is taken", "accepted; 409")
def addresses(target: Target) -> str:
    name = f"u{time.time_ns()}+tag@Shop-Attacks.com"
    with target.client() as client:
        body = {"email": name, "password": PASSWORD}
        created = expect(client.post(f"{API}/auth/register", json=body), 201).json()
        assert created["email"] == name.lower()
        body["email"] = name.upper()
        expect(client.post(f"{API}/auth/register", json=body), 409)
        expect(try_login(client, name.upper()), 200)
    return "201, 409"


@attack("VAL-03", "8 requests at once that create the same unique value", "one 201, seven 409")
def race(target: Target) -> str:
    for _ in range(5):
        body = customer()
        with target.client(target.admin) as client, ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(
                    lambda _, body=body, client=client: client.post(f"{API}/customers", json=body),
                    range(8),
                )
            )
        statuses = sorted(expect(answer, 201, 409).status_code for answer in answers)
        assert statuses == [201] + [409] * 7, statuses
        rows = target.sql("SELECT count(*) FROM customers WHERE email = %s", body["email"])
        assert rows == [(1,)], rows
    return "201 × 1, 409 × 7, one row; five times"


@attack("VAL-04", "bodies with a password that are not valid", "422 that does not repeat it")
def repeated_passwords(target: Target) -> str:
    secret = "hunter2-hunter2-hunter2"
    bodies: list[tuple[str, dict[str, Any]]] = [
        (f"{API}/auth/register", {"json": {"email": "x", "password": secret}}),
        (f"{API}/auth/register", {"json": {"email": "a@shop-attacks.com", "password": [secret]}}),
        (f"{API}/auth/register", {"json": {"password": secret, "pasword": secret}}),
        (
            f"{API}/auth/register",
            {
                "content": json.dumps({"password": secret})[:-1],
                "headers": {"Content-Type": "application/json"},
            },
        ),
        (f"{API}/auth/login", {"data": {"password": secret}}),
        (f"{API}/auth/login", {"data": {"username": "a", "password": secret * 10}}),
        (f"{API}/auth/refresh", {"json": {"refresh_token": {"a": secret}}}),
    ]
    with target.client() as client:
        for url, arguments in bodies:
            response = expect(client.post(url, **arguments), 422)
            assert secret not in response.text, response.text[:300]
    assert secret not in target.log.read_text()
    return f"422 × {len(bodies)}, not in them, not in the log"


@attack(
    "VAL-05", "an error that nobody expects", "500 in the envelope, without a path or traceback"
)
def unexpected(target: Target) -> str:
    target.sql("ALTER TABLE products ALTER created_at TYPE text")
    try:
        with target.client(target.admin) as client:
            response = expect(client.get(f"{API}/products"), 500)
    finally:
        target.sql(
            "ALTER TABLE products ALTER created_at TYPE timestamptz USING created_at::timestamptz"
        )
    assert response.headers["Content-Type"] == "application/json"
    told = ("Traceback", "sqlalchemy", "psycopg", "products", str(target.project))
    assert not [word for word in told if word in response.text], response.text
    (line,) = target.log_lines(response.json()["error"]["request_id"])
    assert json.loads(line)["exception"], "the log has no traceback"
    return "500 in the envelope; the traceback is in the log"


@attack("VAL-06", "401, 403, 404, 405, 409, 413, 415, 422, 429, 400 for a host", "one envelope")
def one_envelope(target: Target) -> str:
    seen = []
    with target.client(target.user) as client, target.client() as nobody:
        body = customer()
        requests = [
            (401, nobody.get(f"{API}/users/me")),
            (403, client.get(f"{API}/users")),
            (404, client.get("/nowhere")),
            (405, client.put(f"{API}/customers")),
            (413, client.post(f"{API}/customers", content=b" " * 2_000_000)),
            (422, client.post(f"{API}/customers", json={})),
            (
                422,
                client.post(
                    f"{API}/customers", content=b"<a/>", headers={"Content-Type": "text/xml"}
                ),
            ),
            (400, nobody.get(f"{API}/users/me", headers={"Host": "evil.example"})),
        ]
        expect(client.post(f"{API}/customers", json=body), 201)
        requests.append((409, client.post(f"{API}/customers", json=body)))
        seen = [expect(response, status, 415).status_code for status, response in requests]
        for _ in range(700):
            last = nobody.get("/nowhere")
            if last.status_code == 429:
                break
        seen.append(expect(last, 429).status_code)
    return ", ".join(map(str, sorted(set(seen))))
