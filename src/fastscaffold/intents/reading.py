"""Reads a sentence with the vocabulary of one intent: every word has a part in it, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.intents.words import mended, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fastscaffold.intents.words import Token

FILLER = "filler"
VERB = "verb"
OBJECT = "object"
CONTEXT = "context"
PATH = "path"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase means to an intent.

    Attributes:
        role: ``verb``, ``object``, ``context`` (may stand there as well) or ``filler``.
        value: what the intent calls it.
    """

    role: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of a sentence and its sense.

    Attributes:
        tokens: as they are written, in their order.
        at: the place of the first among the sentence's tokens.
    """

    role: str
    value: str
    tokens: tuple[Token, ...]
    at: int

    @property
    def text(self) -> str:
        """As it is written."""
        return " ".join(token.text for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as an intent reads it.

    Attributes:
        terms: in their order; what is filler is left out.
        mended: words that were taken for others, and these.
    """

    terms: tuple[Term, ...]
    mended: tuple[tuple[str, str], ...] = ()

    def values(self, role: str) -> tuple[str, ...]:
        """Values of all terms of a role, each once, in their order."""
        return tuple(dict.fromkeys(term.value for term in self.terms if term.role == role))

    def of(self, role: str) -> tuple[Term, ...]:
        """All terms of a role, in their order."""
        return tuple(term for term in self.terms if term.role == role)


@dataclass(slots=True)
class Lexicon:
    """Phrases and their senses; the longest that fits is read.

    Attributes:
        longest: how many words the longest phrase has.
        words: what unknown words may be mended to.
        paths: whether paths are understood.
    """

    senses: dict[tuple[str, ...], Sense] = field(default_factory=dict[tuple[str, ...], Sense])
    longest: int = 1
    words: set[str] = field(default_factory=set[str])
    paths: bool = False

    def put(self, role: str, value: str, phrases: Iterable[str]) -> None:
        """Teach phrases; those that are known already keep their sense."""
        for text in phrases:
            words = phrase(text)
            if not words:
                continue
            self.senses.setdefault(words, Sense(role, value))
            self.longest = max(self.longest, len(words))
            if role != FILLER:
                self.words.update(words)

    def put_word(self, role: str, word: str) -> None:
        """Teach a single token as it is compared by."""
        self.senses.setdefault((word,), Sense(role))

    def put_all(self, role: str, table: Mapping[str, str]) -> None:
        """Teach a table of values and their phrases, which commas part."""
        for value, phrases in table.items():
            self.put(role, value, phrases.split(","))

    def read(self, tokens: Sequence[Token], *, mend: bool = False) -> Reading:
        """Find the phrases of a sentence.

        Args:
            tokens: its words.
            mend: take words that are unknown for known ones that are a slip away.
        """
        words = [token.word for token in tokens]
        changed: list[tuple[str, str]] = []
        if mend:
            known = {word for key in self.senses for word in key}
            for at, word in enumerate(words):
                if tokens[at].kind == "word" and word not in known:
                    better = mended(word, self.words, tokens[at].text)
                    if better is not None:
                        words[at] = better
                        changed.append((tokens[at].text, better))
        return Reading(tuple(self._terms(tokens, words)), tuple(changed))

    def _terms(self, tokens: Sequence[Token], words: Sequence[str]) -> list[Term]:
        terms: list[Term] = []
        at = 0
        while at < len(tokens):
            length, sense = self._longest_at(words, at)
            if self.paths and tokens[at].kind == PATH:
                sense = Sense(PATH)
            if sense.role != FILLER:
                taken = tuple(tokens[at : at + length])
                terms.append(Term(sense.role, sense.value, taken, at))
            at += length
        return terms

    def _longest_at(self, words: Sequence[str], at: int) -> tuple[int, Sense]:
        for length in range(min(self.longest, len(words) - at), 0, -1):
            sense = self.senses.get(tuple(words[at : at + length]))
            if sense is not None:
                return length, sense
        return 1, Sense(UNKNOWN)
