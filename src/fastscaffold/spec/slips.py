"""What is likely meant by inline text that leaves out, or exchanges, a character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.spec.vocabulary import (
    RELATION_ALIASES,
    RELATION_KINDS,
    TYPE_NAMES,
    canonical_type,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from fastscaffold.spec.tokens import Cursor

EXAMPLE = "Fields look like `number:str(40):unique total:decimal(12,2):ge=0`."

_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
# A word behind a blank or a sign that is not the one to be written; no item that has a colon.
_NEXT = re.compile(r"[ \t=]+([A-Za-z]\w*)(?=[(?=]|[\s,]|$)", re.ASCII)

# A word behind a blank, with what stands between parentheses.
_BEHIND_BLANK = re.compile(r"[ \t]+(([A-Za-z]\w*)(?:\([^()]*\))?\??)", re.ASCII)
_NEXT_TYPE = re.compile(r":[ \t]*(\w+)", re.ASCII)


def step_onto_word(cursor: Cursor) -> str:
    """Step onto the word behind the cursor that lacks what is to join them, if there is one.

    Returns:
        The word, which is no field of its own; nothing where there is none.
    """
    found = _NEXT.match(cursor.text, cursor.at)
    if found is None:
        return ""
    cursor.at = found.start(1)
    return found[1]


def step_over_blank(cursor: Cursor) -> str:
    """Step onto the type that a blank parts from the colon before it, if there is one.

    Returns:
        The type; nothing where there is none, or where the word begins a field of its own.
    """
    found = _BEHIND_BLANK.match(cursor.text, cursor.at)
    if found is None:
        return ""
    further = _NEXT_TYPE.match(cursor.text, found.end())
    if cursor.text.startswith(":", found.end()) and (
        not _is_type(found[2]) or (further is not None and _is_type(further[1]))
    ):
        return ""
    cursor.at = found.start(1)
    return found[1]


def step_onto_type(cursor: Cursor) -> str:
    """Step onto the type behind the name of a field, if it stands there without a colon."""
    before = cursor.at
    word = step_onto_word(cursor)
    if _is_type(word):
        return word
    cursor.at = before
    return ""


def _is_type(word: str) -> bool:
    return canonical_type(word) in {*TYPE_NAMES, *RELATION_KINDS, *RELATION_ALIASES}


def without_type(name: str, word: str) -> str:
    """Say how a field is written that has no type, or has ``word`` without a colon."""
    return f"Write `{name}:{word or 'str'}`." if _NAME.fullmatch(name) else EXAMPLE


def behind_type(before: str, rest: str, modifiers: Collection[str]) -> str:
    """Say what to do with text that is behind a type.

    Args:
        before: what was read as the type.
        rest: what was not.
        modifiers: those that there are.
    """
    kind = before.strip()
    if rest.startswith("="):
        return f"A default follows without a space: `{kind}={rest[1:].strip()}`."
    words = re.split(r"[\s,:]+", rest.strip(" ,"))
    if all(word.partition("=")[0] in modifiers for word in words):
        return f"Colons stand before modifiers: `{':'.join([kind, *words])}`."
    if "=" in kind:
        return "Quote a value that holds a space or a comma."
    return f"Colons stand before modifiers, such as `{kind}:description=…`."
