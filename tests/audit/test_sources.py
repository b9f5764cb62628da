from __future__ import annotations

import pytest

from fastscaffold.audit.roles import Role, role_of


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("app/main.py", Role.PRODUCTION),
        ("app/api/v1/tasks.py", Role.PRODUCTION),
        ("app/core/setup.py", Role.PRODUCTION),
        ("setup.py", Role.SCRIPT),
        ("tasks.py", Role.SCRIPT),
        ("gunicorn.conf.py", Role.SCRIPT),
        ("scripts/load.py", Role.SCRIPT),
        ("tools/convert.py", Role.SCRIPT),
        ("app/tools/search.py", Role.PRODUCTION),
        ("tests/test_a.py", Role.TEST),
        ("app/migrations/versions/1_a.py", Role.MIGRATION),
        ("alembic_migrations/env.py", Role.MIGRATION),
    ],
)
def test_a_file_is_for_what_its_place_says(path, role):
    assert role_of(path) is role
