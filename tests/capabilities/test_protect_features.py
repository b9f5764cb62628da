"""Features that were there before users: which of them ``add auth`` closes, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import Nobody, Tools

from fastscaffold import pipeline, tasks
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
    diagnosis = pipeline.diagnose(opened)
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
    hints = {notice.path: notice.hint or "" for notice in result.notices}
    assert "+class TestAccess:" in hints["tests/e2e/tags/test_router.py"]
    assert all(path is not None and "/tags/" in path for path in hints)
    assert b"get_current_user" in (opened / CUSTOMERS).read_bytes()


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
    assert [notice.path for notice in result.notices] == ["tests/e2e/tags/test_router.py"]
    assert [note.path for note in pipeline.diagnose(opened).notices] == [
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
