from __future__ import annotations

import codecs
import re


def assert_only_insertions(before: bytes, after: bytes) -> None:
    """Every line of the one is a line of the other, in the same order; a byte order mark leads."""
    mark = codecs.BOM_UTF8
    assert after.startswith(mark) == before.startswith(mark)
    following = iter(_lines(after.removeprefix(mark)))
    for line in _lines(before.removeprefix(mark)):
        assert line in following, line


def _lines(content: bytes) -> list[bytes]:
    return re.split(rb"\r\n|\r|\n", content)
