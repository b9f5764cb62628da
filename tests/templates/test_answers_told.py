"""Generated tests that expect something to be made show the answer where it is refused."""

from __future__ import annotations

import re
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"
_MADE = re.compile(r"^ *assert (\w+)\.status_code == 201(.*)$", re.MULTILINE)


def test_what_refuses_a_new_row_is_shown():
    texts = [path.read_text() for path in GOLDEN.rglob("tests/e2e/*/test_router.py")]
    made = [match for text in texts for match in _MADE.finditer(text)]

    assert made
    assert [match[0] for match in made if match[2] != f", {match[1]}.text"] == []
