"""What is left of the words of PostgreSQL."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.core.postgresql import connect_args, hide_values


class DriverError(Exception):
    """As psycopg raises it."""

    def __init__(self, sqlstate: str | None, primary: str | None, rest: str = "") -> None:
        super().__init__(f"{primary or ''}{rest}")
        self.sqlstate = sqlstate
        self.diag = SimpleNamespace(message_primary=primary, constraint_name="uq_users_email")


def told(orig: Exception) -> str:
    wrapped = DBAPIError("INSERT", {}, orig)
    context: Any = SimpleNamespace(original_exception=orig, sqlalchemy_exception=wrapped)
    hide_values(context)
    assert str(orig) in str(wrapped)
    assert "[SQL: INSERT]" in str(wrapped)
    return f"{wrapped}\n{orig}"


@pytest.mark.parametrize(
    ("sqlstate", "primary", "rest", "expected"),
    [
        (
            "23505",
            'duplicate key value violates unique constraint "uq_users_email"',
            "\nDETAIL:  Key (email)=(ann@example.com) already exists.",
            'violates unique constraint "uq_users_email"',
        ),
        (
            "23514",
            "la nouvelle ligne viole la contrainte de vérification « ck_users_age »",
            "\nDÉTAIL : La ligne en échec contient (1, ann@example.com, -1).",
            "« ck_users_age »",
        ),
        (
            "22P02",
            'invalid input syntax for type integer: "ann@example.com"',
            "\nLINE 1: SELECT 'ann@example.com'::int",
            'type integer: "…"',
        ),
        ("22P02", "syntaxe invalide : « ann@example.com »", "", 'syntaxe invalide : "…"'),
        ("22001", "value too long for type character varying(9)", "", "varying(9)"),
    ],
)
def test_no_value_is_told(sqlstate: str, primary: str, rest: str, expected: str) -> None:
    error = DriverError(sqlstate, primary, rest)

    text = told(error)

    assert "ann@example.com" not in text
    assert text.count(expected) == 2
    assert error.diag.constraint_name == "uq_users_email"


def test_what_no_server_says_stays() -> None:
    assert "the connection is closed" in told(DriverError(None, None, "the connection is closed"))
    assert "gone" in told(OSError("gone"))


def test_an_error_that_is_not_wrapped_tells_no_value_either() -> None:
    error = DriverError("23505", "duplicate key", "\nDETAIL:  Key (email)=(ann@example.com)")
    context: Any = SimpleNamespace(original_exception=error, sqlalchemy_exception=None)

    hide_values(context)

    assert str(error) == "duplicate key"


def test_the_server_looks_for_hosts_that_are_gone(settings: Settings) -> None:
    url = make_url("postgresql+psycopg://db/api?options=-c%20tcp_keepalives_idle=5")

    options = str(connect_args(url, settings)["options"])

    probes = dict(option.split("=") for option in options.split() if option.startswith("tcp_"))
    assert probes.keys() > {"tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_user_timeout"}
    assert probes["tcp_keepalives_idle"] == "5"
