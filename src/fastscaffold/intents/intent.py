"""What an intent is, and the words that all of them know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.intents.reading import FILLER, UNKNOWN, Lexicon
from fastscaffold.intents.vocabulary import ARTICLES, PLACES, POLITE, PRESENCE, QUESTIONS, TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastscaffold.intents.answer import Proposal
    from fastscaffold.intents.reading import Reading
    from fastscaffold.intents.surroundings import Surroundings
    from fastscaffold.intents.words import Token


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence, as one intent has read it.

    Attributes:
        said: all its words.
        question: whether it asks, instead of asking for something.
        loose: whether words that are not understood were left out.
    """

    said: tuple[Token, ...]
    reading: Reading
    surroundings: Surroundings
    question: bool = False
    loose: bool = False

    @property
    def understood(self) -> bool:
        """Whether every word has a part."""
        return not self.reading.of(UNKNOWN)

    @property
    def asks_whether(self) -> bool:
        """Whether it wants to know if something is so, and not what it is."""
        return self.question and self.said[0].word in PRESENCE


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of sentence, and the commands that it asks for.

    Attributes:
        name: for people who read the code, and for tests.
        lexicon: makes its vocabulary.
        propose: the commands; None where the sentence is not of this kind. It sees to words
            that are unknown itself where ``names`` is true.
        names: whether unknown words can be names.
        denies: whether it knows what to make of words such as ``without``.
    """

    name: str
    lexicon: Callable[[Surroundings], Lexicon]
    propose: Callable[[Heard], Proposal | None]
    names: bool = False
    denies: bool = False


def with_fillers(lexicon: Lexicon, *, questions: bool = False) -> Lexicon:
    """Teach a vocabulary what may stand in every sentence; what it knows itself goes first."""
    for words in (POLITE, ARTICLES, PLACES, TARGETS, *([QUESTIONS] if questions else [])):
        lexicon.put(FILLER, "", words.split(","))
    for mark in (",", ":"):
        lexicon.put_word(FILLER, mark)
    return lexicon


def listed(names: tuple[str, ...]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    head, last = names[:-1], names[-1]
    return f"{', '.join(head)} and {last}" if head else last
