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


def test_lock_files_are_searched_for_what_is_installed_alone():
    texts = {"pnpm-lock.yaml": "  sentry: 1\n", "values.yaml": "sentry: on  # or off\n"}
    configuration = facts({"app/main.py": "", **texts}).configuration

    assert [each.path for each in configuration.search("sentry", "*.yaml")] == ["values.yaml"]
    assert {each.path for each in configuration.search("sentry")} == set(texts)
    assert configuration.search("off") == []
