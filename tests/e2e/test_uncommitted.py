"""What to do about uncommitted changes, before the first commit and after it."""

from __future__ import annotations

import subprocess

import pytest
from support import projects

from fastscaffold.errors import ProjectError

pytestmark = pytest.mark.any_python

NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n"
MAIN = "src/app/main.py"
AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.com")


def git(project, *arguments):
    subprocess.run(["git", *arguments], cwd=project, check=True)


@pytest.fixture
def changed(project):
    git(project, "init", "-q")
    main = project / MAIN
    main.write_text(main.read_text() + "\n# not committed\n")
    return project


def hints(project):
    """What a run says, and one that only shows what it would do."""
    with pytest.raises(ProjectError) as refusal:
        projects.add(project, NOTES)
    (refused,) = refusal.value.messages
    shown = projects.add(project, NOTES, dry_run=True).warnings
    (warned,) = [each for each in shown if each.code == "project.dirty"]
    return refused.hint or "", warned.hint or ""


def test_before_the_first_commit_nothing_can_be_stashed(changed):
    for hint in hints(changed):
        assert "Nothing was committed yet: `git add -A && git commit`" in hint
        assert "stash" not in hint
        assert "--allow-dirty" in hint


def test_after_it_changes_are_committed_or_stashed(changed):
    git(changed, *AUTHOR, "commit", "-qm", "x", "--allow-empty")

    assert hints(changed) == (
        "Commit or stash them, or say --allow-dirty.",
        "Commit or stash them before, or say --allow-dirty.",
    )
