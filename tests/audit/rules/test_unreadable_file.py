from __future__ import annotations

import pytest
from support.audited import facts, findings

from fastscaffold.audit.facts import gather
from fastscaffold.audit.parsing import MAX_DEPTH
from fastscaffold.audit.rules.unreadable_file import RULE
from fastscaffold.audit.sources import MAX_LINES

DEEP = "x = " + "(" * (MAX_DEPTH + 1) + ")" * (MAX_DEPTH + 1)


def places(files):
    return [(each.path, each.line) for each in findings(RULE, files)]


def test_it_finds_what_cannot_be_parsed_at_its_line():
    assert places({"app/main.py": "x = 1\nprint 'two'\n"}) == [("app/main.py", 2)]


def test_it_finds_tests_that_cannot_be_parsed_too():
    assert places({"tests/test_a.py": "def\n"}) == [("tests/test_a.py", 1)]


@pytest.mark.parametrize("text", [DEEP, "x = 1\n" * (MAX_LINES + 1)])
def test_it_finds_production_that_was_skipped(text):
    assert places({"app/main.py": text}) == [("app/main.py", 1)]
    assert places({"tests/test_a.py": text}) == []


def test_it_finds_what_is_no_text(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "main.py").write_bytes(b"x = '\xff'\n")
    (tmp_path / "link.py").symlink_to(tmp_path / "main.py")
    found = list(RULE.findings(gather(tmp_path)))
    assert [(each.path, each.line) for each in found] == [("main.py", 1)]


def test_newer_syntax_and_large_texts_are_left_alone():
    source = "try:\n    pass\nexcept ValueError, TypeError:\n    pass\ntype X = int\n"
    assert places({"app/main.py": source}) == []
    assert facts({"app/main.py": source}).unreadable == []
