"""What somebody who is logged in may not do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attacks.registry import NotThereError, attack
from attacks.target import API, NOBODY, Target, customer, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = re.compile(r"password|hash|secret|token", re.IGNORECASE)
PROTECTED = ("id", "created_at", "updated_at", "owner_id", "roles", "is_superuser", "is_admin")
# Anybody may change their own; 403 is for those who do not know the present one.
OWN = f"{API}/users/me/"


@attack(
    "AUTHZ-01", "read, change, delete and list a row of another user", "404, the row is as it was"
)
def rows_of_others(target: Target) -> str:
    if not target.has_owners:
        raise NotThereError("rows belong to nobody")
    letters = f"{API}/letters"
    other = target.new_user()
    with target.client(target.user) as owner, target.client(other) as thief:
        row = expect(owner.post(letters, json={"text": "mine"}), 201).json()
        url = f"{letters}/{row['id']}"
        statuses = [
            expect(response, 404).status_code
            for response in (
                thief.get(url),
                thief.patch(url, json={"text": "x"}),
                thief.delete(url),
            )
        ]
        listed = expect(thief.get(letters), 200).json()
        assert row["id"] not in str(listed), "it is listed"
        assert expect(owner.get(url), 200).json() == row
    return f"404 × {len(statuses)}, not listed, unchanged"


@attack(
    "AUTHZ-02", "every endpoint as nobody, as a user and as administrator", "as the schema declares"
)
def every_route(target: Target) -> str:
    counts = {"nobody": 0, "user": 0, "administrator": 0}
    with (
        target.client() as nobody,
        target.client(target.user) as user,
        target.client(target.admin) as admin,
    ):
        for method, path, declared in target.operations():
            if path.endswith("/auth/logout"):
                continue
            if "security" not in declared:
                response = nobody.request(method, path, json={})
                assert response.status_code not in {401, 403} or "/auth/" in path, path
                counts["nobody"] += 1
                continue
            expect(nobody.request(method, path, json={}), 401)
            response = user.request(method, path, json={})
            needs_role = "403" in declared["responses"] and not path.startswith(OWN)
            assert (response.status_code == 403) == needs_role, (
                f"{method} {path}: {response.status_code}"
            )
            response = admin.request(method, path, json={})
            assert response.status_code not in {401, 403}, (
                f"{method} {path}: {response.status_code}"
            )
            counts["nobody"] += 1
            counts["user"] += 1
            counts["administrator"] += 1
    return ", ".join(f"{number} as {who}" for who, number in counts.items())


@attack(
    "AUTHZ-03",
    "send id, created_at, owner_id, roles, is_superuser with POST and PATCH",
    "422, nothing is changed",
)
def protected_fields(target: Target) -> str:
    count = 0
    with target.client(target.admin) as client:
        row = expect(client.post(f"{API}/customers", json=customer()), 201).json()
        url = f"{API}/customers/{row['id']}"
        for name in PROTECTED:
            expect(client.post(f"{API}/customers", json=customer(**{name: "x"})), 422)
            expect(client.patch(url, json={name: NOBODY}), 422)
            body = {
                "email": f"{name}@shop-attacks.com",
                "password": "long enough for it",
                name: ["admin"],
            }
            expect(client.post(f"{API}/auth/register", json=body), 422)
            count += 3
        assert expect(client.get(url), 200).json() == row
    return f"422 × {count}, the row is as it was"


@attack(
    "AUTHZ-04",
    "look for password, hash, secret, token in what all endpoints answer",
    "only where tokens are given out",
)
def told_secrets(target: Target) -> str:
    count = 0
    with target.client(target.admin) as client:
        row = expect(client.post(f"{API}/customers", json=customer()), 201).json()
        bodies = [row, expect(client.get(f"{API}/users/me"), 200).json()]
        for method, path, _ in target.operations():
            if method == "GET":
                response = client.get(path)
                if response.headers.get("Content-Type", "").startswith("application/json"):
                    bodies.append(response.json())
        for body in bodies:
            found = [name for name in _names(body) if SECRET.search(name)]
            assert not found, found
            count += 1
    return f"none in {count} answers"


def _names(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        for name, value in body.items():
            yield name
            yield from _names(value)
    elif isinstance(body, list):
        for value in body:
            yield from _names(value)


@attack("AUTHZ-05", "sort and filter by password_hash, __class__, a relation", "422")
def hidden_columns(target: Target) -> str:
    count = 0
    queries = [
        f"{key}={name}"
        for key in ("sort", "filter")
        for name in ("password_hash", "__class__", "customer.email")
    ]
    queries += ["password_hash=x", "__class__=x", "customer.email=x", "password_hash__gte=x"]
    with target.client(target.admin) as client:
        for method, path, declared in target.operations():
            names = {item["name"] for item in declared.get("parameters", [])}
            if method == "GET" and "page_size" in names:
                for query in queries:
                    expect(client.get(f"{path}?{query}"), 422)
                    count += 1
    return f"422 × {count}"
