from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.migrations_before_deployment import RULE

IMAGE = 'FROM python:3.12\nRUN pip install .\nCMD ["uvicorn", "app.main:app"]\n'
COMMON = {
    "app/db.py": "from sqlalchemy import create_engine\nengine = create_engine('postgresql://db')",
    "alembic/versions/1.py": "revision = '1'\ndef upgrade(): ...\n",
}


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"Dockerfile": IMAGE}, [3]),
        ({"docker/Dockerfile.prod": IMAGE + "COPY alembic.ini migrations ./\n"}, [3]),
        ({"Procfile": "web: uvicorn app.main:app"}, [1]),
        (
            {
                "Dockerfile": IMAGE,
                ".github/workflows/ci.yml": "run: poetry run pytest --cov=src --cov=migrations/x",
            },
            [3],
        ),
        ({"deploy/shop.service": "[Service]\nExecStart=/srv/env/bin/uvicorn app.main:app"}, [2]),
        ({"docker-entrypoint.sh": "#!/bin/sh\nexec gunicorn app.main:app"}, [2]),
        (
            {
                "Dockerfile": IMAGE,
                "tests/test_it.py": "import alembic.command as c\nc.upgrade(1, 'head')",
            },
            [3],
        ),
        (
            {
                "Dockerfile": IMAGE,
                "app/start.py": "import alembic.config\nalembic.config.main(argv=['check'])",
            },
            [3],
        ),
    ],
)
def test_it_finds(files, found):
    assert lines(RULE, COMMON | files) == found


@pytest.mark.parametrize(
    "files",
    [
        {},
        {
            "Dockerfile": IMAGE.replace('"uvicorn", "app.main:app"', '"/srv/start"'),
            "start": "#!/bin/sh\nalembic upgrade head\nexec uvicorn app.main:app\n",
        },
        {"devel/shop.service": "[Service]\nExecStart=/srv/env/bin/uvicorn app.main:app"},
        {"shop.service": "[Service]\nExecStart=/srv/env/bin/celery -A app.work worker"},
        {
            "shop.service": "[Service]\nExecStartPre=/srv/env/bin/alembic upgrade head\n"
            "ExecStart=/srv/env/bin/uvicorn app.main:app"
        },
        {"Dockerfile": IMAGE.replace("CMD", "RUN alembic upgrade head\nCMD")},
        {"Dockerfile": IMAGE, ".gitlab-ci.yml": "- pytest tests && alembic upgrade head"},
        {
            "Dockerfile": IMAGE.replace('["uvicorn"', '["./start.sh"'),
            "start.sh": "alembic upgrade head",
        },
        {
            "Dockerfile": IMAGE.replace('["uvicorn"', '["./start.sh"'),
            "start.sh": 'BEFORE=${BEFORE:-prepare.sh}\n. "$BEFORE"\nexec uvicorn app.main:app',
            "prepare.sh": "alembic upgrade head",
        },
        {
            "Dockerfile": IMAGE,
            "compose.yaml": "services:\n  m:\n    command: [alembic, upgrade, head]",
        },
        {
            "Dockerfile": IMAGE,
            "compose.yaml": "services:\n  m:\n    command:\n      - alembic\n      - upgrade\n      - head",
        },
        {
            "Dockerfile": IMAGE,
            ".github/workflows/d.yml": "jobs:\n  a:\n    steps:\n      - run: make up",
            "Makefile": "up:\n\tpoetry run alembic upgrade head\n",
        },
        {"Procfile": "release: alembic upgrade head\nweb: uvicorn app.main:app"},
        {"Dockerfile": IMAGE, "fly.toml": "[deploy]\nrelease_command = 'alembic upgrade head'"},
        {
            "Dockerfile": IMAGE,
            "app/start.py": "from alembic import command\ncommand.upgrade(c, 'head')",
        },
        {"Dockerfile": IMAGE, "app/start.py": "run(['alembic', 'upgrade', 'head'])"},
        {
            "Dockerfile": IMAGE,
            "app/start.py": "import alembic.config\nalembic.config.main(argv=['upgrade', 'head'])",
        },
        {"Dockerfile": IMAGE, "vercel.json": '{"buildCommand": "alembic upgrade head"}'},
        {
            "Dockerfile": IMAGE,
            "k8s/m.yaml": "apiVersion: v1\nkind: Job\nargs: [alembic, upgrade, head]",
        },
    ],
)
def test_it_leaves_alone(files):
    assert lines(RULE, COMMON | files) == []


def test_without_migrations_there_is_nothing_to_run():
    assert lines(RULE, {"Dockerfile": IMAGE, "app/db.py": COMMON["app/db.py"]}) == []


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ("  migrations:\n    command: alembic upgrade head\n", []),
        ("  migrations:\n    command: alembic check\n", [4]),
        ("  api:\n    depends_on:\n      migrations:\n        condition: done\n", [4]),
    ],
)
def test_a_service_runs_what_its_command_says(service, found):
    image = IMAGE.replace("CMD", "COPY migrations ./migrations\nCMD")
    files = {"Dockerfile": image, "compose.yaml": f"services:\n{service}", **COMMON}
    assert lines(RULE, files) == found


@pytest.mark.parametrize(
    ("line", "migration", "found"),
    [
        ("prisma migrate deploy", "prisma/migrations/1/migration.sql", False),
        ("prisma db push", "prisma/migrations/1/migration.sql", False),
        ("prisma generate", "prisma/migrations/1/migration.sql", True),
        # What Prisma moves is not what Alembic has written.
        ("prisma db push", "prisma/schema.prisma", True),
    ],
)
def test_prisma_moves_its_own_schema(line, migration, found):
    image = f"FROM python:3.12\nRUN pip install .\nCMD {line} && uvicorn app.main:app\n"
    files = {"Dockerfile": image, migration: "select 1"}
    assert bool(lines(RULE, COMMON | files)) is found
