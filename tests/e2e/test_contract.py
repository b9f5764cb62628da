"""The contract of a shop holds for other requests, other people and the other database, too."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import EXAMPLES, Tools

pytestmark = [pytest.mark.slow, pytest.mark.wide]

SEEDS = (1, 2, 3)
ROLES = {"administrator": "admin", "user": ""}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    project = projects.new(tmp_path_factory.mktemp("contract"), "shop")
    assert projects.add(project, EXAMPLES / "shop.yaml").status == "ok"
    return project


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_it_holds(shop, request, database, roles, seed):
    url = request.getfixturevalue("postgres_database") if database == "postgresql" else None
    variables = {"CONTRACT_ROLES": ROLES[roles], "CONTRACT_EXAMPLES": "30"}

    Tools(shop, url, variables).test("tests/contract", f"--hypothesis-seed={seed}")
