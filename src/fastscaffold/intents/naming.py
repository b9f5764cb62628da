"""Names of features in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.reading import UNKNOWN
from fastscaffold.intents.words import words_in
from fastscaffold.model.plurals import plural, singular
from fastscaffold.spec.identifiers import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.reading import Term
    from fastscaffold.intents.words import Token

_LONGEST = 3
# Stands for many things, and is the name of none.
VAGUE = words_in(
    "all always are as does code each every everything function functions it me module modules my"
    " more new nothing other others perhaps part parts something sometimes stuff that them"
    " themselves there these they thing things this us was we were yes you"
)


def runs(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """Unknown words that stand next to each other, as many at a time as there are."""
    found: list[list[Term]] = []
    for term in terms:
        if term.role != UNKNOWN:
            continue
        last = found[-1][-1] if found else None
        if last is not None and last.at + len(last.tokens) == term.at:
            found[-1].append(term)
        else:
            found.append([term])
    return [tuple(run) for run in found]


def written(run: Sequence[Term]) -> str:
    """The words of a run as they are written."""
    return " ".join(term.text for term in run)


def name_of(words: Sequence[Token], vague: frozenset[str] = VAGUE) -> str | None:
    """The name that words make together; None where they make none, or one of them is vague.

    ``order items`` → ``order_items``, ``Invoice`` → ``invoice``.
    """
    texts = [token.text for token in words]
    if not texts or len(texts) > _LONGEST or any(token.kind != "word" for token in words):
        return None
    if any(text.casefold() in vague or not text.isascii() for text in texts):
        return None
    shown = [text if len(texts) == 1 and not text.isupper() else text.casefold() for text in texts]
    return normalise("-".join(shown))


def plural_name(words: Sequence[Token]) -> str | None:
    """The name of a feature, which is plural."""
    name = name_of(words)
    return None if name is None else plural(name)


def is_plural(name: str) -> bool:
    """Whether a name is plural as it is written, and not singular as well."""
    return plural(name) == name != singular(name)


def known_feature(words: Sequence[Token], features: Sequence[str]) -> str | None:
    """The feature that words name, in singular or in plural; None where there is none of them."""
    name = name_of(words)
    if name is None:
        return None
    there = {each.casefold(): each for each in features}
    forms = (name.casefold(), plural(name).casefold(), singular(name).casefold())
    return next((there[each] for each in forms if each in there), None)
