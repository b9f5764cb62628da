"""What is generated passes its own tools: style, types, tests, migrations, both databases."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from sqlite3 import connect
from typing import TYPE_CHECKING

import pytest
from support import projects
from support.postgres import psql
from support.projects import EXAMPLES, Tools

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MINIMAL = EXAMPLES / "minimal.yaml"
SHOP = EXAMPLES / "shop.yaml"
EVERYTHING = EXAMPLES / "everything.yaml"
OWNED = EXAMPLES / "owned.yaml"


# The two forms of syntax that are generated; the second is for newer Pythons only.
FORMS = ("3.11", "3.12")
OWN_FORM = FORMS[min(sys.version_info[1] - 11, 1)]


@pytest.fixture(scope="module", params=FORMS)
def full(request, tmp_path_factory):
    """A project with every field type and many features."""
    project = projects.new(
        tmp_path_factory.mktemp("full"), f"full-{request.param[-2:]}", python=request.param
    )
    for spec in (MINIMAL, EVERYTHING):
        assert projects.add(project, spec).status == "ok"
    return project


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A project with features that refer to each other, all added at once."""
    project = projects.new(tmp_path_factory.mktemp("shop"), "shop")
    assert projects.add(project, SHOP).status == "ok"
    return project


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The smallest project with one small feature, in a package of another name."""
    project = projects.new(
        tmp_path_factory.mktemp("small"), "small", profile="minimal", package="zoo_keeping"
    )
    assert projects.add(project, MINIMAL).status == "ok"
    return project


@pytest.fixture(scope="module", params=FORMS)
def owned(request, tmp_path_factory):
    """A project whose users have rows of their own."""
    project = projects.new(
        tmp_path_factory.mktemp("owned"),
        f"owned-{request.param[-2:]}",
        profile="minimal",
        with_capabilities=("auth", "contract-tests"),
        package="ledger",
        python=request.param,
    )
    assert projects.add(project, OWNED).status == "ok"
    return project


@pytest.mark.parametrize(
    "owned",
    [OWN_FORM, *(pytest.param(form, marks=pytest.mark.wide) for form in FORMS if form != OWN_FORM)],
    indirect=True,
)
def test_style_and_types_with_rows_of_users(owned):
    tools = Tools(owned)
    tools.check_style()
    tools.check_types()


@pytest.mark.parametrize("owned", [OWN_FORM], indirect=True)
def test_rows_of_users_stay_theirs_on_both_databases(owned, postgres_database):
    # What no feature has a part in runs on both in projects of tests beside this one.
    tests = [*feature_tests(owned), "tests/security"]
    Tools(owned).migrate_up_and_down()
    Tools(owned).test(*tests, "tests/contract")
    tools = Tools(owned, postgres_database)
    tools.migrate_up_and_down()
    tools.run("alembic", "downgrade", "base")
    tools.test(*tests)


@pytest.mark.wide
@pytest.mark.parametrize("owned", [OWN_FORM], indirect=True)
def test_all_tests_with_rows_of_users(owned):
    Tools(owned).test("--cov", "--cov-fail-under=95")


@pytest.mark.wide
@pytest.mark.parametrize("owned", [OWN_FORM], indirect=True)
def test_the_contract_of_rows_of_users_on_postgresql(owned, postgres_database):
    Tools(owned, postgres_database).test("tests/contract")


@pytest.mark.parametrize("owned", [OWN_FORM], indirect=True)
@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("notes/repository.py", "self.within(Note.owner_id == user.id)", "self"),
        ("orders/router.py", 'require_role("sales")', 'require_role("it")'),
        # What an endpoint answers is documented.
        ("comments/router.py", "error_responses(401", "error_responses(403"),
        *(
            pytest.param(*gap, marks=pytest.mark.wide)
            for gap in (
                (
                    "notes/router.py",
                    "note_id: UUID, service: OwnNote",
                    "note_id: UUID, service: Note",
                ),
                ("notes/router.py", '{"x-permission": "owner"}', "{}"),
                ("comments/router.py", "dependencies=[Depends(get_current_user)],", ""),
            )
        ),
    ],
)
def test_the_attacks_notice_a_gap(owned, tmp_path, path, right, wrong):
    project = projects.copied(owned, tmp_path / "api")
    file = project / "src/ledger/features" / path
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong))
    everything = project / "src/ledger/features/notes/dependencies.py"
    everything.write_text(
        everything.read_text()
        + "\n\nasync def get_note_service(session: SessionDep) -> NoteService:\n"
        "    return NoteService(NoteRepository(session))\n\n\n"
        "NoteServiceDep = Annotated[NoteService, Depends(get_note_service)]\n"
    )
    router = project / "src/ledger/features/notes/router.py"
    router.write_text(
        router.read_text().replace(
            "import OwnNoteServiceDep", "import NoteServiceDep, OwnNoteServiceDep"
        )
    )

    with pytest.raises(AssertionError, match=r"failed|errors"):
        Tools(project).test("tests/security")


def test_style_with_every_type(full):
    Tools(full).check_style()


# The older form has its types checked in other projects, too.
@pytest.mark.parametrize(
    "full", [pytest.param(FORMS[0], marks=pytest.mark.wide), *FORMS[1:]], indirect=True
)
def test_types_with_every_type(full):
    Tools(full).check_types()


def test_style_types_and_migrations_of_a_shop(shop):
    tools = Tools(shop)
    tools.check_style()
    tools.check_types()
    tools.migrate_up_and_down()


def test_the_sql_of_migrations_makes_the_tables(shop, tmp_path, postgres_database):
    tools = Tools(shop, postgres_database)
    script = tmp_path / "written.sql"

    tools.run("sh", "-c", 'alembic upgrade head --sql >"$0" 2>/dev/null', str(script))
    strict = ("--no-psqlrc", "--set=ON_ERROR_STOP=1")
    tools.run(str(psql()), *strict, f"--file={script}", postgres_database)

    assert "No new upgrade operations detected" in tools.run("alembic", "check")
    tools.run("alembic", "downgrade", "base")


def test_style_and_tests_of_a_small_project(small):
    Tools(small).check_style()
    Tools(small).test("--cov")


def test_types_of_a_small_project(small):
    Tools(small).check_types()


UNMEASURED = """
import sys

import pytest


@pytest.mark.no_cover
def test_is_not_measured():
    assert sys.gettrace() is None


def test_is_measured():
    assert sys.gettrace() is not None
"""


def test_what_is_marked_is_not_measured_in_any_process_of_the_tests(small, tmp_path):
    project = projects.copied(small, tmp_path / "api")
    (project / "tests/unit/test_marked.py").write_text(UNMEASURED)

    Tools(project, variables={"COVERAGE_CORE": "ctrace"}).test(
        *("tests/unit/test_marked.py", "--cov", "--cov-fail-under=0", "--numprocesses", "1")
    )


def test_what_follows_a_query_is_measured(small, tmp_path):
    project = projects.copied(small, tmp_path / "api")
    report = project / "report.json"

    # Of greenlets only a tracer has to know.
    Tools(project, variables={"COVERAGE_CORE": "ctrace"}).test(
        *("tests/e2e/notes", "--cov", "--cov-fail-under=0"), f"--cov-report=json:{report}"
    )

    measured = json.loads(report.read_text())["files"]
    assert measured["src/zoo_keeping/features/notes/router.py"]["missing_lines"] == []


# Alembic's, whose imports the formatter has taken: those of the page have to do.
REVISION = """
{code}

revision = "scale"
down_revision = "{head}"
"""


def test_another_scale_of_a_decimal_asks_for_the_migration_that_is_documented(small, tmp_path):
    project = projects.copied(small, tmp_path / "api")
    assert projects.add_inline(project, "products", "price:decimal:ge=0").status == "ok"
    database = tmp_path / "app.db"
    tools = Tools(project, f"sqlite:///{database}")
    tools.run("alembic", "upgrade", "head")
    with closing(connect(database)) as connection, connection:
        now = "2030-01-01 00:00:00"
        connection.execute("INSERT INTO products VALUES (?, 1250, ?, ?)", ("0" * 32, now, now))
    models = project / "src/zoo_keeping/features/products/models.py"
    models.write_text(models.read_text().replace("ExactDecimal(12, 2)", "ExactDecimal(12, 3)"))
    checked = ("tests/integration/test_migrations.py", "-k", "digits", "-p", "no:cacheprovider")

    with pytest.raises(AssertionError, match=r"products\.price: see docs/operations\.md"):
        Tools(project).test(*checked)

    page = (project / "docs/operations.md").read_text()
    code = page.partition("## Another scale of a decimal")[2].partition("```python\n")[2]
    head = tools.run("alembic", "heads").split()[0]
    revision = REVISION.format(head=head, code=code.partition("```")[0])
    (project / "migrations/versions/scale.py").write_text(revision)
    Tools(project).test(*checked)
    tools.run("alembic", "upgrade", "head")
    with closing(connect(database)) as connection:
        assert connection.execute("SELECT price FROM products").fetchall() == [(12500,)]


def test_a_project_without_features(pristine_project, tmp_path):
    project = projects.copied(pristine_project, tmp_path / "api")
    tools = Tools(project)
    tools.check_style()
    tools.test("--cov", "--cov-fail-under=95")


@pytest.mark.wide
def test_types_of_a_project_without_features(pristine_project):
    Tools(pristine_project).check_types()


@pytest.mark.parametrize("full", [OWN_FORM], indirect=True)
def test_features_of_every_type_on_sqlite(full):
    tools = Tools(full)
    tools.test(*feature_tests(full), "tests/security")
    tools.migrate_up_and_down()


@pytest.mark.parametrize("full", [OWN_FORM], indirect=True)
def test_features_of_every_type_on_postgresql(full, postgres_database):
    tools = Tools(full, postgres_database)
    tools.migrate_up_and_down()
    tools.run("alembic", "downgrade", "base")
    # Attacks and contracts run on it in the project that has all capabilities.
    tools.test(*(path for path in feature_tests(full) if "unit" not in path))


@pytest.mark.wide
@pytest.mark.parametrize("full", [OWN_FORM], indirect=True)
def test_all_tests_with_features_of_every_type(full):
    Tools(full).test("--cov", "--cov-fail-under=95")


def feature_tests(project: Path) -> list[str]:
    """The folders of the features' own tests; those of the rest run without features, too."""
    features = (path.stem for path in (project / "specs").glob("*.yaml"))
    return [
        str(path.relative_to(project))
        for name in sorted(features)
        for path in sorted(project.glob(f"tests/*/{name}"))
    ]


@pytest.mark.every_python
@pytest.mark.skipif(FORMS[0] == OWN_FORM, reason="they are run on SQLite, by a test above")
@pytest.mark.parametrize("full", [OWN_FORM], indirect=True)
def test_features_of_every_type_on_every_python(full):
    Tools(full).test(*(path for path in feature_tests(full) if "integration" not in path))
