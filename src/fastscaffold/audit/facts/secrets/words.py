"""The words that a name is made of."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """The words of a name, in lower case."""
    return [each.lower() for each in _WORDS.findall(name)]
