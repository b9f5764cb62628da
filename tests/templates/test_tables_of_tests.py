"""Tests of a project make no table that one of its features could have."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[2] / "templates/project/template/tests"
# Beside the tables of all features.
_TABLE = re.compile(r'\bTable\(\s*"(\w+)", Base\.metadata|\bcreate_table\(\s*"(\w+)"')


def test_tables_of_tests_have_names_that_no_feature_has():
    texts = [path.read_text() for path in TESTS.rglob("*.jinja")]
    names = {match[1] or match[2] for text in texts for match in _TABLE.finditer(text)}

    assert "_stalls" in names
    assert [name for name in names if not name.startswith("_")] == []
