from __future__ import annotations

import re


def assert_only_insertions(before: bytes, after: bytes) -> None:
    """Every line of the one is a line of the other, in the same order."""
    following = iter(_lines(after))
    for line in _lines(before):
        assert line in following, line


def _lines(content: bytes) -> list[bytes]:
    return re.split(rb"\r\n|\r|\n", content)
