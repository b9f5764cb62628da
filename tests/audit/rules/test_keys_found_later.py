"""Keys of tokens that are looked up, and that helpers read from the environment."""

from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.jwt_secret_strength import RULE

LOOKED_UP = """import jwt, os, httpx
def decode(token, kid):
    key = None
    {found}
    if key is None:
        raise ValueError(kid)
    return jwt.decode(token, key, algorithms=["RS256", "HS256"])
"""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            "for each in httpx.get('https://id.example.org/jwks').json()['keys']:\n        key = each",
            [],
        ),
        ("if os.path.exists('/run'):\n        key = os.environ['KEY']", [5]),
        ("pass", [3]),
    ],
)
def test_none_is_no_key_where_one_is_found_later(found, expected):
    assert lines(RULE, LOOKED_UP.format(found=found)) == expected


HELPER = """import os
def read(name: str, default: str | None = None) -> str | None:
    value = os.environ.get(name)
    if value is not None:
        return value
    path = os.environ.get(f"{name}_FILE")
    return open(path).read() if path else default
"""
TOKENS = "import jwt\nfrom app.config import read\nKEY = read('APP_KEY')\njwt.encode({}, KEY)\n"


def test_a_key_that_a_helper_reads_is_found_where_it_is_named():
    found = findings(RULE, {"app/config.py": HELPER, "app/tokens.py": TOKENS})
    assert [(each.path, each.line) for each in found] == [("app/tokens.py", 3)]


def test_what_a_helper_reads_may_be_shipped_with_the_source():
    loading = f"from dotenv import load_dotenv\nload_dotenv()\n{HELPER}"
    shipped = {".env": "APP_KEY=0123456789abcdef\n"}
    found = findings(RULE, {"app/config.py": loading, "app/tokens.py": TOKENS, **shipped})
    assert [(each.path, each.line) for each in found] == [(".env", 1)]
