"""Realistic domains: what each of them needs is in the language, and works on both databases."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import EXAMPLES, Tools

from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text

DOMAINS = (
    "billing",
    "bookings",
    "clinic",
    "issue_tracker",
    "library",
    "school",
    "social_feed",
    "warehouse",
)


@pytest.mark.parametrize("domain", DOMAINS)
def test_it_resolves_in_the_order_of_its_references(domain):
    spec = load_text((EXAMPLES / f"{domain}.yaml").read_bytes(), domain)

    found = resolve(spec, {}, ("auth",))

    names = [item.names.feature for item in found.resources]
    assert names == [item.name for item in found.specs]
    assert 4 <= len(names) <= 9


@pytest.fixture(scope="module", params=DOMAINS)
def domain(request, tmp_path_factory):
    """A default project with the features of one domain."""
    name = request.param.replace("_", "-")
    project = projects.new(tmp_path_factory.mktemp("domain"), name)
    assert projects.add(project, EXAMPLES / f"{request.param}.yaml").status == "ok"
    return project


@pytest.mark.slow
@pytest.mark.wide
def test_style_and_types(domain):
    tools = Tools(domain)
    tools.check_style()
    tools.check_types()


@pytest.mark.slow
@pytest.mark.wide
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_tests_and_migrations(domain, request, database):
    url = request.getfixturevalue("postgres_database") if database == "postgresql" else None
    tools = Tools(domain, url, {"CONTRACT_EXAMPLES": "30"})

    tools.migrate_up_and_down()
    tools.run("alembic", "downgrade", "base")
    tools.test()
