"""What a sentence is, whatever it is about: a question, a change, a removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.naming import known_feature
from fastscaffold.intents.vocabulary import (
    ASKING,
    ASKING_TWO,
    CHANGES,
    DENIALS,
    PARTS,
    REMOVALS,
    REMOVERS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.words import Token

# Before a word of removal: what kind of it is spoken of, and that it is the next thing to be done.
_KINDS_OF_REMOVAL = (["soft"], ["hard"])
# Before what gets something.
_RECEIVERS = (["to"], ["give"])
_RECEIVERS_THE = tuple([*each, "the"] for each in _RECEIVERS)
_NEXT = (["and"], ["then"], [","])


def is_question(said: tuple[Token, ...]) -> bool:
    """Whether something is asked, so that nothing is to be done."""
    words = [token.word for token in said]
    return bool(words) and (words[0] in ASKING or tuple(words[:2]) in ASKING_TWO)


def is_change(said: tuple[Token, ...], features: Sequence[str]) -> bool:
    """Whether it is a feature that is there which is to be another one."""
    words = {token.word for token in said}
    denied = bool(words & DENIALS)
    return (
        not denied
        and (bool(words & CHANGES) or is_about_removing(said))
        and any(known_feature((token,), features) for token in said)
    )


def is_for_part(said: tuple[Token, ...], features: Sequence[str]) -> bool:
    """Whether a part of a feature is spoken of: ``add a field to lamps``, ``give lamps a room``."""
    words = [token.word for token in said]
    if not DENIALS.isdisjoint(words):
        return False
    gets = [
        known_feature((token,), features)
        for at, token in enumerate(said)
        if words[at - 1 : at] in _RECEIVERS or words[max(at - 2, 0) : at] in _RECEIVERS_THE
    ]
    return any(gets) or not PARTS.isdisjoint(words)


def is_removal(said: tuple[Token, ...]) -> bool:
    """Whether something is to be removed now, and not by requests later."""
    words = [token.word for token in said]
    return any(
        word in REMOVALS
        and words[at - 1 : at] not in _KINDS_OF_REMOVAL
        and (words[at - 1 : at] in _NEXT or REMOVERS.isdisjoint(_without_us(words[:at])))
        for at, word in enumerate(words)
    )


def _without_us(words: list[str]) -> list[str]:
    """Words without the ``let`` of ``let us``, which lets nobody else do something."""
    return [word for at, word in enumerate(words) if words[at : at + 2] != ["let", "us"]]


def is_about_removing(said: tuple[Token, ...]) -> bool:
    """Whether words of removal are there, of what a feature does or users may do."""
    return any(token.word in REMOVALS for token in said) and not is_removal(said)
