from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.sources import Role, role_of


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("setup.py", Role.SCRIPT),
        ("tasks.py", Role.SCRIPT),
        ("scripts/load.py", Role.SCRIPT),
        ("startup_scripts/users.py", Role.SCRIPT),
        ("backend/db-scripts/load.py", Role.SCRIPT),
        ("src/app/transcripts/users.py", Role.PRODUCTION),
        ("src/app/core/setup.py", Role.PRODUCTION),
        ("src/app/tasks.py", Role.PRODUCTION),
        ("deploy/gunicorn.conf.py", Role.SCRIPT),
    ],
)
def test_a_module_is_a_script_where_its_name_says_so_at_the_root(path, role):
    assert role_of(path) is role


def test_commands_without_an_ending_are_read():
    read = facts(
        {"scripts/test": "pytest\n", "make/db.mk": "", "migrations/1.sql": "", "LICENSE": ""}
    )
    assert set(read.sources.texts) == {"scripts/test", "make/db.mk", "migrations/1.sql"}
