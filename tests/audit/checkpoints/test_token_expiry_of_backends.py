"""Lifetimes of the backends that fastapi-users had before its strategies."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

SOURCE = """from {module} import {name}
from app.config import SECRET
backend = {name}({arguments})
"""


@pytest.mark.parametrize(
    ("module", "name", "arguments", "verdict"),
    [
        (
            "fastapi_users.authentication",
            "JWTAuthentication",
            "secret=SECRET, lifetime_seconds=3600",
            "not_met",
        ),
        ("fastapi_users.authentication", "JWTAuthentication", "SECRET, 900", "met"),
        ("fastapi_users.authentication.cookie", "CookieAuthentication", "SECRET, 86400", "not_met"),
        ("framework.authentication", "JWTAuthentication", "SECRET, 3600", "not_applicable"),
    ],
)
def test_backends_say_how_long_tokens_live(module, name, arguments, verdict):
    source = SOURCE.format(module=module, name=name, arguments=arguments)
    found = facts({"app/auth.py": source, "app/config.py": "import os\nSECRET = os.environ['S']\n"})
    assert judge(found).verdict.value == verdict
