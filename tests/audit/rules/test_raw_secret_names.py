"""What the names of variables, and of what they are kept as, say of secrets."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE
from fastscaffold.audit.rules.secrets_without_defaults import RULE as WITHOUT_DEFAULTS

HELPER = """import os
def read(name):
    return os.environ.get(name)
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def key(): return read('MAIL_API_KEY' + '_' + zone())", [4]),
        ("def key(): return read(f'MAIL_API_KEY_{zone()}')", [4]),
        ("def key():\n    name = 'MAIL_API_KEY_' + zone()\n    return read(name)", [6]),
        ("def key(): return read('MAIL_' + zone())", []),
        # What a manager of secrets is asked for by that name.
        ("def key():\n    secret_name = read('MAIL_SECRET')\n    return ask(secret_name)", []),
        ("def key():\n    secret = read('MAIL_SECRET')\n    return ask(secret)", [5]),
    ],
)
def test_a_name_that_is_put_together_or_leads_elsewhere(source, found):
    assert lines(RULE, f"{HELPER}{source}\n") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("ERROR_EXPIRED_TOKEN = 'invalid_7f3_token_expired'", []),
        ("INVALID_PASSWORD = 'x7-invalid_password'", []),
        ("REPORT_TOKEN = 'x7f3-9d1c-44aa-71b2'", [1]),
    ],
)
def test_why_somebody_is_refused_is_no_secret(source, found):
    assert lines(RULE, f"{source}\n") == found


@pytest.mark.parametrize(
    ("value", "found"),
    [('password_hash.decode("utf-8")', []), ('hash_password("Winter-9")', [2])],
)
def test_only_what_a_password_is_made_of_counts(value, found):
    source = f"def add(password_hash):\n    return keep(password_hash={value})\n"
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("default", "found"),
    [
        ("http://backend:8000", []),
        ("http://user:Winter-9@backend:8000", [3]),
        ("Winter-9", [3]),
    ],
)
def test_where_a_proxy_passes_requests_to_is_no_password(default, found):
    head = "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n"
    source = f"{head}    proxy_pass: str = '{default}'\n"
    assert lines(RULE, source) == found
    assert lines(WITHOUT_DEFAULTS, source) == found
