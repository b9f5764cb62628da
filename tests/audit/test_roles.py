from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.roles import Role, role_of


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
        ("backend/hatch_build.py", Role.SCRIPT),
        ("fabfile.py", Role.SCRIPT),
        ("backend/locustfile.py", Role.SCRIPT),
        ("locust/readers.py", Role.SCRIPT),
        ("backend/load_tests/readers.py", Role.SCRIPT),
        ("src/app/load.py", Role.PRODUCTION),
        ("tests_postgres/tokens.py", Role.TEST),
        ("backend/testsuite/tokens.py", Role.TEST),
        ("tests-e2e/tokens.py", Role.TEST),
        ("testspg/tokens.py", Role.TEST),
        ("new_tests/helpers/tokens.py", Role.TEST),
        ("backend/smoke-tests/tokens.py", Role.TEST),
        ("src/app/blood_tests/tokens.py", Role.PRODUCTION),
        ("notebooks/src/helper.py", Role.SCRIPT),
        ("eval/answers.py", Role.SCRIPT),
        ("evals/judge.py", Role.SCRIPT),
        ("app/evals/views.py", Role.PRODUCTION),
        ("app/api/notebooks/views.py", Role.PRODUCTION),
        ("src/app/test_infra/tokens.py", Role.TEST),
        ("src/app/testing-utils/tokens.py", Role.TEST),
        ("src/app/testhelpers/tokens.py", Role.TEST),
        ("src/app/test_cases/tokens.py", Role.PRODUCTION),
        ("src/app/testimonials/tokens.py", Role.PRODUCTION),
        ("src/app/testseries/tokens.py", Role.PRODUCTION),
        ("src/app/testsessions/tokens.py", Role.PRODUCTION),
        ("src/app/testserver/tokens.py", Role.PRODUCTION),
        ("src/app/testsets/tokens.py", Role.PRODUCTION),
        ("src/app/contests/tokens.py", Role.PRODUCTION),
        (".github/check_versions.py", Role.SCRIPT),
        ("../.github/actions/report/main.py", Role.SCRIPT),
        ("../backend/app/main.py", Role.PRODUCTION),
        ("src/app/main.old.py", Role.SCRIPT),
        ("local_settings_example.py", Role.SCRIPT),
        ("app/sample_config.py", Role.SCRIPT),
        ("app/config.template.py", Role.SCRIPT),
        ("app/template_settings_store.py", Role.PRODUCTION),
        ("app/examples.py", Role.PRODUCTION),
        ("notes/app:main.py", Role.SCRIPT),
        ("src/my-app/main.py", Role.PRODUCTION),
        ("docs/conf.py", Role.SCRIPT),
        ("api/docs/build.py", Role.SCRIPT),
        ("src/app/routers/docs/scripts/load.py", Role.SCRIPT),
        ("src/app/routers/docs/feedback.py", Role.PRODUCTION),
        ("backend/app/api/v1/docs/feedback.py", Role.PRODUCTION),
    ],
)
def test_a_module_is_a_script_where_its_name_says_so_at_the_root(path, role):
    assert role_of(path) is role


@pytest.mark.parametrize(
    "imported",
    [
        "from app.routers import orders, test_mail\n",
        "from app.routers.test_mail import router\n",
        "import app.routers.test_mail as mail\n",
        "from .routers import test_mail\n",
        "def start():\n    from .routers.test_mail import router\n",
    ],
)
def test_a_module_that_is_served_is_no_test_whatever_its_name(imported):
    mail = "from fastapi import APIRouter\nrouter = APIRouter()\n"
    read = facts({"app/main.py": imported, "app/routers/test_mail.py": mail})
    assert {each.path for each in read.production} == {"app/main.py", "app/routers/test_mail.py"}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app/tests/test_mail.py", ""),
        ("app/routers/test_mail.py", "import pytest\n"),
        ("app/routers/test_mail.py", "from fastapi.testclient import TestClient\n"),
        ("app/other/test_mail.py", ""),
    ],
)
def test_a_test_stays_one(path, source):
    read = facts({"app/main.py": "from app.routers import test_mail\n", path: source})
    assert [each.path for each in read.tests] == [path]


@pytest.mark.parametrize(
    "name",
    ["Dockerfile", "api.Dockerfile", "dockerfile-backend", "Dockerfile_prod", "Dockerfile.dev"],
)
def test_images_are_read_whatever_else_stands_in_their_names(name):
    read = facts({name: "FROM python:3.12\n"})
    assert [each.path for each in read.configuration.dockerfiles] == [name]


def test_commands_without_an_ending_are_read():
    read = facts(
        {"scripts/test": "pytest\n", "make/db.mk": "", "migrations/1.sql": "", "LICENSE": ""}
    )
    assert set(read.sources.texts) == {"scripts/test", "make/db.mk", "migrations/1.sql"}
