"""Secrets that a project declares by entries of its own."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

SOURCE = """from dataclasses import dataclass
from typing import Any, NamedTuple
from pydantic import SecretStr
class {made}(NamedTuple):
    name: str
    cast: type
    default: Any = None
ENTRIES = [
    {made}("title", str),
    {entry},
]
"""


@pytest.mark.parametrize("made", ["ConfigEntry", "Setting", "ConfigurationValue"])
@pytest.mark.parametrize(
    "given",
    [
        '"client_secret", str',
        '"smtp_password", cast=str, default=""',
        'name="api_token", cast=str',
        '"database_url", str',
    ],
)
def test_an_entry_is_typed_as_text(made, given):
    assert lines(RULE, SOURCE.format(made=made, entry=f"{made}({given})")) == [10]


@pytest.mark.parametrize(
    ("made", "given"),
    [
        ("ConfigEntry", '"client_secret", SecretStr'),
        ("ConfigEntry", '"token_lifetime", int'),
        ("ConfigEntry", '"client_id", str'),
        ("FormField", '"password", str'),
    ],
)
def test_other_entries_are_left_alone(made, given):
    assert lines(RULE, SOURCE.format(made=made, entry=f"{made}({given})")) == []
