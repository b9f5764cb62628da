"""Migrations that scripts run which images give other names, and which image is told of."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.migrations_before_deployment import RULE

REVISION = "revision = 'a'\ndown_revision = None\ndef upgrade(): ...\n"
APP = "from fastapi import FastAPI\nfrom sqlalchemy import create_engine\napp = FastAPI()\nengine = create_engine('postgresql://a/b')\n"
FILES = {"app/main.py": APP, "migrations/versions/a.py": REVISION}
SCRIPT = {"deploy/start_api.sh": "alembic upgrade head\nexec uvicorn app.main:app\n"}


@pytest.mark.parametrize(
    ("copied", "found"),
    [
        ("deploy/start_api.sh /start.sh", []),
        ("--chown=app deploy/start_api.sh /bin/start.sh", []),
        ('["deploy/start_api.sh", "/start.sh"]', []),
        ("deploy/start_api.sh /other.sh", ["Dockerfile"]),
        ("deploy/other.sh /start.sh", ["Dockerfile"]),
    ],
)
def test_a_script_is_run_by_its_new_name(copied, found):
    image = f'FROM python:3.12\nCOPY {copied}\nCMD ["/bin/start.sh"]\n'
    files = {**FILES, **SCRIPT, "Dockerfile": image}
    assert [each.path for each in findings(RULE, files)] == found


def test_the_image_beside_the_application_is_told_of():
    image = "FROM python:3.12\nCMD python -m main\n"
    files = {"shop/app/main.py": APP, "shop/migrations/versions/a.py": REVISION}
    files |= {"bot/Dockerfile": image, "shop/Dockerfile": image, "bot/main.py": "import aiogram\n"}
    assert [each.path for each in findings(RULE, files)] == ["shop/Dockerfile"]


def test_a_tool_without_a_revision_has_nothing_to_run():
    image = "FROM python:3.12\nCMD uvicorn app.main:app\n"
    files = {"app/main.py": APP, "alembic.ini": "[alembic]\n", "Dockerfile": image}
    assert findings(RULE, files) == []
