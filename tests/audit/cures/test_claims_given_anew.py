"""Ends of tokens whose parameter may be None, and is given a value before it is signed."""

from __future__ import annotations

import pytest
from support.mended import mended

SOURCE = """import jwt

def make(key, end: int | None = None):
    {body}
    claims = {{"exp": end}}
    return jwt.encode(claims, key)

def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])
"""


def result(body):
    return mended({"app/main.py": SOURCE.format(body=body)}, "SEC013")


@pytest.mark.parametrize(
    "body",
    [
        "if end is not None:\n        end = now() + end\n    else:\n        end = now() + AN_HOUR()",
        "if end is None:\n        end = now()",
        "if not end:\n        end = now()",
        "if end:\n        print(end)\n    else:\n        end = now()",
        "if end is None:\n        raise ValueError",
        "end = now() + (end or AN_HOUR)",
        "end = end or now()",
        "end = now() if end is None else until(end)",
    ],
)
def test_it_is_there(body):
    assert b'"require": ["exp"]' in result(body).files["app/main.py"]


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "if key:\n        end = now()",
        "if end is None:\n        print(end)",
        "if end is None:\n        end = None",
        "if end is not None:\n        end = now()",
        "end = now()\n    if key:\n        end = None",
        "for each in key:\n        end = now()",
    ],
)
def test_it_may_not_be(body):
    assert result(body).files == {}
