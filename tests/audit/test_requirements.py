"""Dependencies that a project declares."""

from __future__ import annotations

from support.audited import facts

PYPROJECT = """[project]
description = "Uses pydantic 2"
dependencies = [
    "fastapi[standard]>=0.100",
    "pydantic>=2",
]

[dependency-groups]
dev = ["pytest>=8"]

[tool.poetry.dependencies]
Redis = {version = "^5", extras = ["hiredis"]}
"""


def test_dependencies_are_found_where_they_are_declared():
    found = facts({"pyproject.toml": PYPROJECT, "requirements.txt": "# x\nhttpx==0.27\n"})

    told = {
        each.name: (each.place.path, each.place.line, each.is_development)
        for each in found.configuration.requirements
    }
    assert told == {
        "fastapi": ("pyproject.toml", 4, False),
        "pydantic": ("pyproject.toml", 5, False),
        "pytest": ("pyproject.toml", 9, True),
        "redis": ("pyproject.toml", 12, False),
        "httpx": ("requirements.txt", 2, False),
    }
    assert found.configuration.locked["httpx"][0] == "0.27"
