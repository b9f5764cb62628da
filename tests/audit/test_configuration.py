"""What files around the code say."""

from __future__ import annotations

import pytest
from support.audited import facts


@pytest.mark.parametrize(
    "text", ["x = [", "[project]\ndependencies = 3\n", "[tool]\npoetry = []\n"]
)
def test_broken_configuration_ends_nothing(text):
    found = facts({"pyproject.toml": text, "compose.yaml": text, "Pipfile": text})

    assert found.configuration.requirements == []
    assert found.configuration.tool("poetry") is None
