"""Whatever set of capabilities is chosen, in whatever order: a shop on it passes its own tools."""

from __future__ import annotations

import random

import pytest
from support import projects
from support.projects import EXAMPLES, Nobody, Tools

from fastscaffold import pipeline
from fastscaffold.generators.workspace import catalogue
from fastscaffold.requests import Options

pytestmark = [pytest.mark.slow, pytest.mark.wide]

CATALOGUE = catalogue()
SETS = range(20)


def random_set(number: int) -> tuple[str, ...]:
    """A set of capabilities, the same for each number; from few to nearly all."""
    chooser = random.Random(f"capabilities {number}")
    share = chooser.uniform(0.1, 0.9)
    return tuple(name for name in CATALOGUE.names() if chooser.random() < share)


@pytest.mark.parametrize("number", SETS)
def test_a_shop_on_a_random_set(tmp_path, request, number):
    chosen = random_set(number)
    project = projects.new(tmp_path / "at-once", profile="minimal", with_capabilities=chosen)
    chooser = random.Random(number)
    for attempt in ("first", "second"):
        other = projects.new(tmp_path / attempt, profile="minimal")
        for name in chooser.sample(chosen, len(chosen)):
            pipeline.add_capabilities(other, [name], Options(), Nobody())
        assert projects.content(other) == projects.content(project)
    assert projects.add(project, EXAMPLES / "shop.yaml").status == "ok"

    Tools(project).check_style()
    Tools(project).check_types()
    Tools(project).migrate_up_and_down()
    Tools(project).test("--cov")
    on_postgresql = Tools(project, request.getfixturevalue("postgres_database"))
    on_postgresql.migrate_up_and_down()
    on_postgresql.run("alembic", "downgrade", "base")
    on_postgresql.test()
