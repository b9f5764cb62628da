"""Commits that are slow, or fail."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attacks.registry import attack
from attacks.target import API, Target, customer, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

DELAY = 0.8


@contextmanager
def at_commit(target: Target, what: str) -> Iterator[None]:
    """Have PostgreSQL do something when a transaction that made a customer commits."""
    target.sql(
        f"CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what} RETURN NULL; END $$"
    )
    target.sql(
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON customers DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION at_commit()"
    )
    try:
        yield
    finally:
        target.sql("DROP TRIGGER at_commit ON customers")
        target.sql("DROP FUNCTION at_commit()")


@attack(
    "TX-01",
    "create, with a commit that takes 0.8 s, and read at once over another connection",
    "200",
)
def read_after_write(target: Target) -> str:
    with (
        at_commit(target, f"PERFORM pg_sleep({DELAY});"),
        target.client(target.admin) as one,
        target.client(target.admin) as two,
    ):
        expect(two.get(f"{API}/customers"), 200)
        for _ in range(3):
            started = time.perf_counter()
            response = expect(one.post(f"{API}/customers", json=customer()), 201)
            assert time.perf_counter() - started >= DELAY, "the answer did not wait for the commit"
            expect(two.get(response.headers["Location"]), 200)
    return "201 after the commit, then 200; three times"


@attack("TX-02", "create, with a commit that fails", "5xx or 409, nothing is stored")
def failing_commit(target: Target) -> str:
    statuses = []
    failures = {
        "RAISE EXCEPTION 'no';": (409, 500, 503),
        "RAISE unique_violation;": (409,),
        "RAISE foreign_key_violation;": (409, 422),
    }
    for failure, allowed in failures.items():
        body = customer()
        with at_commit(target, failure), target.client(target.admin) as client:
            statuses.append(
                expect(client.post(f"{API}/customers", json=body), *allowed).status_code
            )
        rows = target.sql("SELECT count(*) FROM customers WHERE email = %s", body["email"])
        assert rows == [(0,)], "it is stored"
    return f"{', '.join(map(str, statuses))}; nothing stored"
