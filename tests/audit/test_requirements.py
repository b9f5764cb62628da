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


def test_versions_are_locked_by_pipenv_and_standard_lock_files():
    lock = '{\n  "default": {\n    "pydantic": {"version": "==2.12.0"},\n    "x": 1\n  },\n  "develop": {"pytest": {"version": "==8.0"}}\n}\n'
    found = facts({"Pipfile.lock": lock}).configuration.locked
    assert {name: (version, place.line) for name, (version, place) in found.items()} == {
        "pydantic": ("2.12.0", 3)
    }
    standard = '[[packages]]\nname = "pydantic"\nversion = "2.12.0"\n'
    assert facts({"pylock.toml": standard}).configuration.locked["pydantic"][0] == "2.12.0"
    assert not facts({"Pipfile.lock": "{"}).configuration.locked


def test_a_group_that_holds_the_framework_is_what_is_served():
    text = """[dependency-groups]
server = ["fastapi>=0.115", "asyncpg>=0.29", {include-group = "common"}]
quality = ["ruff==0.9", "fastapi-cli"]
test = ["fastapi[all]", "aiosqlite"]

[tool.poetry.group.api.dependencies]
fastapi = "^0.115"
psycopg = "^3.2"

[tool.poetry.group.docs.dependencies]
mkdocs = "^1.6"
"""
    found = facts({"pyproject.toml": text}).configuration.requirements

    served = {each.name for each in found if not each.is_development}
    assert served == {"fastapi", "asyncpg", "psycopg"}


def test_older_tools_and_conda_declare_dependencies_too():
    files = {
        "setup.cfg": "[options]\ninstall_requires =\n    fastapi\n    pydantic[email]>=2.5\n",
        "environment.yml": "dependencies:\n  - python=3.12\n  - conda-forge::redis-py=5.0\n"
        "  - pip:\n      - python-jose==3.3\n",
        "broken/setup.cfg": "no section\n",
    }
    told = {each.name: each.version for each in facts(files).configuration.requirements}
    assert told == {
        "fastapi": "",
        "pydantic": ">=2.5",
        "python": "=3.12",
        "redis-py": "=5.0",
        "python-jose": "==3.3",
    }
