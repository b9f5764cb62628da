"""Constraints that a model declares for each database."""

from __future__ import annotations

import pytest
from support import projects

pytestmark = pytest.mark.any_python

COMMENT = "# SQLite has no exact decimals: there they are whole numbers of their smallest unit."
SPEC = """
version: 1
feature: tickets
fields: {{price: "decimal(8,2)", fee: "decimal(8,2)", seats: int, taken: int}}
constraints: {{check: [{checks}]}}
"""


def added(project, checks):
    projects.add(project, SPEC.format(checks=checks))
    return (project / "src/app/features/tickets/models.py").read_text()


def test_a_check_that_each_database_has_in_its_own_way_says_why(tmp_path):
    model = added(
        projects.new(tmp_path, profile="minimal"),
        "{name: some, sql: 'taken <= seats'}, {name: low, sql: 'price < 1000'},"
        " {name: fair, sql: 'fee < 500'}",
    )

    lines = [line.strip() for line in model.splitlines()]
    start = lines.index("__table_args__ = (") + 1
    assert lines[start : lines.index(")", start)] == [
        'CheckConstraint("taken <= seats", name="some"),',
        COMMENT,
        'CheckConstraint("price < 1000", name="low").ddl_if(dialect="postgresql"),',
        'CheckConstraint("price < 100000", name="low").ddl_if(dialect="sqlite"),',
        'CheckConstraint("fee < 500", name="fair").ddl_if(dialect="postgresql"),',
        'CheckConstraint("fee < 50000", name="fair").ddl_if(dialect="sqlite"),',
    ]


def test_one_that_all_have_needs_no_reason(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    model = added(project, "{name: some, sql: 'taken <= seats'}")

    assert "CheckConstraint(" in model
    assert COMMENT not in model
