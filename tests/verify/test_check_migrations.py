from __future__ import annotations

from fastscaffold.verify.checks.migrations import CHECK

FIRST = 'revision = "a"\ndown_revision = None\n'
SECOND = 'revision = "b"\ndown_revision = "a"\n'
BRANCH = 'revision = "c"\ndown_revision = "a"\n'
V = "migrations/versions"


def test_a_chain(check):
    assert check(CHECK.run, {f"{V}/2.py": SECOND}, {f"{V}/1.py": FIRST}) == ()


def test_two_heads(check):
    before = {f"{V}/1.py": FIRST, f"{V}/2.py": SECOND}
    (message,) = check(CHECK.run, {f"{V}/3.py": BRANCH}, before)
    assert message.code == "migrations.heads"


def test_a_parent_that_is_removed(check):
    before = {f"{V}/1.py": FIRST, f"{V}/2.py": SECOND}
    (message,) = check(CHECK.run, {f"{V}/1.py": None}, before)
    assert message.code == "migrations.missing"


def test_a_plan_without_revisions_is_not_held_up_by_old_branches(check):
    before = {f"{V}/1.py": FIRST, f"{V}/2.py": SECOND, f"{V}/3.py": BRANCH}
    assert check(CHECK.run, {"README.md": "x\n"}, before) == ()
