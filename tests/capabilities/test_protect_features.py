"""Features that were there before users: which of them ``add auth`` closes, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import Nobody, Tools

from fastscaffold import pipeline, queries, tasks
from fastscaffold.errors import UsageError
from fastscaffold.requests import Options, VerifyLevel

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.requests import Result

pytestmark = pytest.mark.any_python

SPEC = """
version: 1
features:
  customers:
    fields: {name: "str(40):unique"}
  tags:
    fields: {name: str}
    relations: {customer: {kind: many_to_one, to: customers}}
    api: {permissions: {list: public}}
"""
TAGS = "src/app/features/tags/router.py"
CUSTOMERS = "src/app/features/customers/router.py"


def protect(project: Path, *names: str, **options: object) -> Result:
    return pipeline.add_capabilities(
        project,
        names or ("auth",),
        Options(**options),  # type: ignore[arg-type]
        Nobody(),
        protect=True,
    )


def code(project: Path) -> dict[str, bytes]:
    """All but the migrations, whose names hold the time, and the records of them."""
    return {
        path: content
        for path, content in projects.content(project).items()
        if "migrations/" not in path and not path.startswith(".fastscaffold/features/")
    }


@pytest.fixture
def opened(tmp_path):
    """A project with features of two specs and without users."""
    project = projects.new(tmp_path, profile="minimal")
    projects.add(project, SPEC)
    projects.add_inline(project, "notes", "body:text")
    return project


def test_they_become_what_they_would_be_had_there_been_users_before(opened, tmp_path):
    closed = projects.new(tmp_path / "closed", profile="minimal", with_capabilities=("auth",))
    projects.add(closed, SPEC)
    projects.add_inline(closed, "notes", "body:text")

    result = protect(opened)

    assert result.status == "ok"
    assert result.warnings == ()
    assert code(opened) == code(closed)
    diagnosis = queries.diagnose(opened)
    assert (diagnosis.issues, diagnosis.notices) == ((), ())


def test_a_second_time_there_is_nothing_to_do(opened):
    protect(opened)
    before = projects.content(opened)

    assert protect(opened).status == "unchanged"
    assert projects.content(opened) == before


def test_it_may_be_asked_for_later(opened):
    result = pipeline.add_capabilities(opened, ["auth"], Options(), Nobody())
    assert {warning.code for warning in result.warnings} == {"feature.public"}
    assert len(result.warnings) == 3
    projects.add_inline(opened, "events", "name:str")

    result = protect(opened, "metrics")

    assert result.status == "ok"
    changed = [item.path for item in result.plan.changes if item.path.endswith("/router.py")]
    assert len(changed) == 3
    assert b"get_current_user" in (opened / CUSTOMERS).read_bytes()


def test_a_router_that_was_changed_stays_and_its_lines_are_shown(opened):
    file = opened / TAGS
    file.write_text(file.read_text() + "\n# ours\n")
    before = file.read_bytes()

    result = protect(opened)

    assert file.read_bytes() == before
    (warning,) = result.warnings
    assert (warning.code, warning.path) == ("feature.public", TAGS)
    assert "POST /api/v1/tags" in warning.message
    assert "+    dependencies=[Depends(get_current_user)]," in (warning.hint or "")
    hints = {each.path: each.hint or "" for each in result.notices if each.path is not None}
    assert "+class TestAccess:" in hints["tests/e2e/tags/test_router.py"]
    assert all("/tags/" in path for path in hints)
    assert b"get_current_user" in (opened / CUSTOMERS).read_bytes()


BY_HAND = """

@router.get("/export")
async def export_tags() -> str:
    return ""
"""
REPORTS = """from fastapi import APIRouter

router = APIRouter(prefix="/reports")


@router.get("")
async def list_reports() -> list[str]:
    return []


@router.post("", openapi_extra={"x-permission": "public"})
async def create_report() -> str:
    return ""
"""
REPORTS_PATH = "src/app/features/reports/router.py"
MAIN = "src/app/main.py"


def with_reports(project: Path) -> None:
    """Write a feature by hand, as somebody without fastscaffold does."""
    (project / REPORTS_PATH).parent.mkdir()
    (project / REPORTS_PATH).write_text(REPORTS)
    main = (project / MAIN).read_text()
    (project / MAIN).write_text(
        main.replace(
            "    app.include_router(tags_router",
            "    app.include_router(reports_router, prefix='/api/v1')\n"
            "    app.include_router(tags_router",
        ).replace(
            "from app.features.tags.router import router as tags_router",
            "from app.features.reports.router import router as reports_router\n"
            "from app.features.tags.router import router as tags_router",
        )
    )
    assert (project / MAIN).read_text().count("reports_router") == 2


def test_endpoints_that_nobody_generated_are_named_too(opened):
    with_reports(opened)
    (opened / TAGS).write_text((opened / TAGS).read_text() + BY_HAND)

    result = pipeline.add_capabilities(opened, ["auth"], Options(), Nobody())

    told = {warning.path: warning for warning in result.warnings}
    assert list(told) == [
        CUSTOMERS,
        "src/app/features/notes/router.py",
        REPORTS_PATH,
        TAGS,
    ]
    assert told[REPORTS_PATH].message.endswith("call GET and POST /api/v1/reports.")
    assert "--protect-features" not in (told[REPORTS_PATH].hint or "")
    assert "GET /api/v1/tags/export" in told[TAGS].message
    assert "DELETE /api/v1/tags/{tag_id}" in told[TAGS].message
    assert "not as it was generated" in (told[TAGS].hint or "")
    assert "--protect-features closes them" in (told[CUSTOMERS].hint or "")


def test_only_operations_that_there_are_are_named(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    projects.add(
        project,
        "version: 1\nfeatures:\n  tags:\n    fields: {name: str}\n"
        "    api: {operations: [list, create, bulk_create]}\n",
    )

    (warning,) = pipeline.add_capabilities(project, ["auth"], Options(), Nobody()).warnings

    assert warning.message == (
        "Everybody may still call GET and POST /api/v1/tags, and POST /api/v1/tags/bulk."
    )


def test_endpoints_that_nobody_generated_stay_open_and_are_named(opened):
    with_reports(opened)
    (opened / TAGS).write_text((opened / TAGS).read_text() + BY_HAND)

    result = protect(opened)

    assert [warning.path for warning in result.warnings] == [TAGS, REPORTS_PATH]
    assert "GET /api/v1/tags/export" in result.warnings[0].message
    assert b"get_current_user" in (opened / CUSTOMERS).read_bytes()
    again = protect(opened)
    assert (again.status, len(again.warnings)) == ("unchanged", 2)


def test_an_endpoint_that_was_added_to_a_router_that_was_closed_by_hand_is_named(opened):
    protect(opened)
    (opened / TAGS).write_text(
        (opened / TAGS).read_text().replace("dependencies=[Depends(get_current_user)],", "")
        + BY_HAND
    )

    (warning,) = protect(opened).warnings

    assert warning.path == TAGS
    assert warning.message == "Everybody may still call GET /api/v1/tags/export."


def test_what_cannot_be_read_is_said(opened):
    broken = opened / "src/app/features/notes/broken.py"
    broken.write_text("def (\n")

    result = protect(opened)

    assert [(each.code, each.path) for each in result.warnings] == [
        ("routes.unreadable", "src/app/features/notes/broken.py")
    ]


def test_tests_that_stay_with_their_router_are_not_said_to_be_changed(opened):
    file = opened / TAGS
    file.write_text(file.read_text() + "\n# ours\n")

    result = protect(opened)

    (notice,) = [each for each in result.notices if each.path == "tests/e2e/tags/test_router.py"]
    assert notice.message.startswith("The file stays, as the router of its feature does")


def test_tests_that_were_changed_are_said_to_fail_where_the_router_is_closed(opened):
    file = opened / "tests/e2e/tags/test_router.py"
    file.write_text(file.read_text() + "\n# ours\n")

    (notice,) = [each for each in protect(opened).notices if each.path is not None]

    assert "not as it is generated" in notice.message
    assert "fail with 401" in notice.message


def test_a_router_that_was_closed_by_hand_is_nobody_elses_affair(opened):
    protect(opened)
    closed = (opened / TAGS).read_text()
    other = projects.new(opened.parent / "other", profile="minimal")
    projects.add(other, SPEC)
    pipeline.add_capabilities(other, ["auth"], Options(), Nobody())
    (other / TAGS).write_text(closed + "\n# ours\n")

    result = protect(other)

    assert result.warnings == ()
    assert result.notices == ()
    assert (other / TAGS).read_text() == closed + "\n# ours\n"


def test_tests_that_were_changed_stay_and_are_named(opened):
    file = opened / "tests/e2e/tags/test_router.py"
    file.write_text(file.read_text() + "\n# ours\n")

    result = protect(opened)

    assert b"get_current_user" in (opened / TAGS).read_bytes()
    assert file.read_text().endswith("# ours\n")
    paths = [notice.path for notice in result.notices if notice.path is not None]
    assert paths == ["tests/e2e/tags/test_router.py"]
    assert [note.path for note in queries.diagnose(opened).notices] == [
        "tests/e2e/tags/test_router.py"
    ]


def test_a_router_that_is_gone_stays_gone(opened):
    (opened / TAGS).unlink()

    protect(opened, verify=VerifyLevel.NONE)

    assert not (opened / TAGS).exists()


def test_a_dry_run_changes_nothing(opened):
    before = projects.content(opened)

    result = protect(opened, dry_run=True)

    assert CUSTOMERS in {action.path for action in result.plan.changes}
    assert projects.content(opened) == before


def test_files_that_were_generated_since_the_last_commit_are_not_taken_for_work(opened):
    tasks.git_init(opened)
    (opened / TAGS).touch()

    assert protect(opened).status == "ok"


def test_without_auth_there_is_nothing_to_protect_them_by(opened):
    before = projects.content(opened)

    with pytest.raises(UsageError) as refusal:
        protect(opened, "cors")

    (message,) = refusal.value.messages
    assert message.code == "usage.needs-auth"
    assert projects.content(opened) == before


@pytest.mark.wide
@pytest.mark.slow
def test_what_comes_out_passes_its_tests(opened):
    protect(opened)

    Tools(opened).check_style()
    Tools(opened).check_types()
    Tools(opened).test("--cov", "--cov-fail-under=95")


@pytest.mark.wide
@pytest.mark.slow
def test_features_that_stay_public_are_declared_so(opened):
    pipeline.add_capabilities(opened, ["auth"], Options(), Nobody())

    Tools(opened).test("tests/security", "tests/e2e")
