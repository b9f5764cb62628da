"""Singular and plural of English words in snake_case."""

from __future__ import annotations

from functools import cache
from typing import Protocol, cast


class _Library(Protocol):
    def plural(self, word: str) -> str: ...

    def singular(self, word: str) -> str: ...


# Where the library's rules go wrong, or give what no programmer would write.
_PLURALS = {
    "cache": "caches",
    "cv": "cvs",
    "data": "data",
    "feedback": "feedback",
    "lens": "lenses",
    "metadata": "metadata",
    "virus": "viruses",
}
_SINGULARS = {
    **{plural: singular for singular, plural in _PLURALS.items()},
    "data": "datum",
    "lens": "lens",
}
# Nobody says "a" of them; of a series or a sheep they do.
UNCOUNTABLE = frozenset(
    {"advice", "baggage", "equipment", "feedback", "furniture", "hardware"}
    | {"information", "knowledge", "luggage", "machinery", "merchandise", "metadata", "money"}
    | {"news", "research", "software", "traffic", "weather"}
)


@cache
def _library() -> _Library:
    from pluralizer import Pluralizer  # noqa: PLC0415

    return cast("type[_Library]", Pluralizer)()


def plural(name: str) -> str:
    """``order_line`` → ``order_lines``; a plural comes back as it is."""
    head, joint, last = name.rpartition("_")
    word = _PLURALS.get(last) or (last if last in _SINGULARS else _library().plural(last))
    return f"{head}{joint}{word}"


def singular(name: str) -> str:
    """``order_lines`` → ``order_line``; a singular comes back as it is."""
    head, joint, last = name.rpartition("_")
    word = _SINGULARS.get(last) or (last if last in _PLURALS else _library().singular(last))
    return f"{head}{joint}{word}"


def uncountable(label: str) -> bool:
    """Whether what people call one thing is no thing that is counted: ``office equipment``."""
    return label.rpartition(" ")[2] in UNCOUNTABLE
