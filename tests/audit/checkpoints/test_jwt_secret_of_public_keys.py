"""Keys that only verify, by their names."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge
from fastscaffold.audit.rules.jwt_secret_strength import RULE

SOURCE = """import jwt, os
from app.settings import settings
{name} = os.environ["TOKEN_KEY"]
def read(token: str):
    return jwt.decode(token, {name}, algorithms=[settings.algorithm])
"""


@pytest.mark.parametrize(
    ("name", "verdict", "count"), [("PUBLIC_KEY", "unknown", 0), ("SECRET_KEY", "unknown", 1)]
)
def test_who_verifies_holds_no_secret(name, verdict, count):
    found = facts({"app/tokens.py": SOURCE.format(name=name)})
    assert judge(found).verdict.value == verdict
    assert len([*RULE.check(found)]) == count


KEY_SET = """import jwt
client = jwt.PyJWKClient(settings.jwks)
def read(token: str):
    signing = client.get_signing_key_from_jwt(token)
    taken = client.get_signing_key_from_jwt(token).key
    return jwt.decode(token, {key}, algorithms=settings.algorithms)
"""


@pytest.mark.parametrize(
    ("key", "more", "verdict"),
    [
        ("signing.key", "", "not_applicable"),
        ("signing", "", "not_applicable"),
        ("taken", "", "not_applicable"),
        ("client.get_signing_key(token).key", "", "not_applicable"),
        ("settings.key", "", "unknown"),
        # What it signs itself has a key of its own.
        ("signing.key", "def sign(claims): return jwt.encode(claims, 'k')", "not_met"),
    ],
)
def test_keys_that_a_provider_publishes(key, more, verdict):
    assert judge(facts(KEY_SET.format(key=key) + more)).verdict.value == verdict


PROVIDED = """import jwt
def read(token: str):
    return jwt.decode(token, fetch_key(), algorithms=["RS256"])
"""
MOCK = """import jwt
KEY = "-----BEGIN PRIVATE KEY-----"
def {name}(user):
    return jwt.encode({{"sub": user}}, KEY, algorithm="RS256")
"""


@pytest.mark.parametrize(
    ("path", "name", "more", "count"),
    [
        ("app/mock_token_generator.py", "generate", "", 0),
        ("app/tokens.py", "generate_mock_token", "", 0),
        # What somebody is let in with.
        ("app/tokens.py", "generate_token", "", 1),
        ("app/tokens.py", "mock_token", "from app.tokens import mock_token\nmock_token('a')\n", 1),
    ],
)
def test_a_mock_that_only_tests_name_signs_nothing(path, name, more, count):
    module = path.removesuffix(".py").replace("/", ".")
    files = {
        "app/main.py": PROVIDED + more,
        path: MOCK.format(name=name),
        "tests/test_api.py": f"from {module} import {name}\ndef test_it():\n    {name}('a')\n",
    }
    found = facts(files)
    assert len([*RULE.check(found)]) == count
    assert (judge(found).verdict.value == "not_applicable") is (count == 0)
