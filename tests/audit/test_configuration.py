"""What files around the code say."""

from __future__ import annotations

import pytest
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


@pytest.mark.parametrize(
    "text", ["x = [", "[project]\ndependencies = 3\n", "[tool]\npoetry = []\n"]
)
def test_broken_configuration_ends_nothing(text):
    found = facts({"pyproject.toml": text, "compose.yaml": text, "Pipfile": text})

    assert found.configuration.requirements == []
    assert found.configuration.tool("poetry") is None


def test_instructions_of_an_image_are_joined_and_told_apart():
    found = facts(
        {
            "docker/Dockerfile.prod": "FROM python AS build\nRUN a && \\\n    b\n# c\n"
            "FROM python\nUSER 1000\n"
        }
    )

    (image,) = found.configuration.dockerfiles
    assert [[each.name for each in stage] for stage in image.stages] == [
        ["FROM", "RUN"],
        ["FROM", "USER"],
    ]
    assert image.all("RUN")[0].line == 2
    assert image.final[-1].value == "1000"
