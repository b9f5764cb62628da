"""Sentences that ask for features to be removed, and not for some of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.features import (
    LOOSE,
    SURE,
    base_lexicon,
    guessed,
    named,
    tokens_of,
)
from fastscaffold.intents.intent import Intent, listed, with_fillers
from fastscaffold.intents.naming import known_feature, runs, written
from fastscaffold.intents.reading import OBJECT, VERB
from fastscaffold.intents.words import phrases_in, words_in

if TYPE_CHECKING:
    from fastscaffold.intents.intent import Heard
    from fastscaffold.intents.reading import Lexicon, Term
    from fastscaffold.intents.surroundings import Surroundings

_VERBS = "remove,delete,drop,take out,get rid of,throw out,throw away,uninstall,undo"
_PARTS = "endpoint,module,route,routes,router,rest endpoint,api endpoint,crud"
# They choose among rows, or among the parts of a feature.
_SOME = words_in("a all an any both each every few many most one only several some")
# With these and its name alone, nothing but the feature can be meant as well as a row.
_PLAIN = words_in("remove delete drop please and ,")
# What stands before a name after these is in the feature, and is not the feature.
_WITHIN = words_in("across from in inside into on to with within")
_OF = words_in("about by for of that using when where which")


def _lexicon(surroundings: Surroundings) -> Lexicon:
    lexicon = base_lexicon(surroundings)
    markers = (*phrases_in(LOOSE), *phrases_in(SURE), *phrases_in(_PARTS))
    lexicon.put(OBJECT, "feature", markers)
    lexicon.put(VERB, "remove", phrases_in(_VERBS))
    return with_fillers(lexicon)


def _remove(heard: Heard) -> Proposal | None:
    found = runs(heard.reading.terms)
    if not found or not heard.reading.of(VERB):
        return None
    inside = heard.surroundings.inside
    names: list[str] = []
    doubt = ""
    for run in found:
        name = known_feature(tokens_of(run), heard.surroundings.features)
        if name is None:
            name = _last_of(run, heard) or guessed(run, heard.surroundings.features, inside=inside)
            if inside or not _says_feature(heard):
                doubt = doubt or _unknown(run, heard)
        if name is None:
            return None
        names.append(name)
    distinct = tuple(dict.fromkeys(names))
    if not _whole(heard, found):
        doubt = doubt or _of_rows(distinct)
    if not inside and not _says_feature(heard):
        distinct = ("NAME",)  # of nothing that is there is known that it is a feature
    command = Command(
        ("remove-feature", *distinct), "takes features out again, and keeps what you have changed"
    )
    return Proposal((command,), f"{named(found)} to go.", doubt)


def _says_feature(heard: Heard) -> bool:
    return bool(heard.reading.of(OBJECT))


def _unknown(run: tuple[Term, ...], heard: Heard) -> str:
    """Why a run is no feature: rows of one, such as ``old orders``, or nothing that is there."""
    name = _last_of(run, heard)
    if name is not None and (run[0].text.casefold() in _SOME or not _says_feature(heard)):
        return _of_rows((name,))
    return f"The project has no feature `{written(run)}`."


def _last_of(run: tuple[Term, ...], heard: Heard) -> str | None:
    """The feature that the end of a run names: ``orders`` of ``expired orders``."""
    features = heard.surroundings.features
    ends = (known_feature(tokens_of(run[at:]), features) for at in range(1, len(run)))
    return next((name for name in ends if name is not None), None)


def _of_rows(names: tuple[str, ...]) -> str:
    said = listed(tuple(f"`{name}`" for name in names))
    noun = "feature" if len(names) == 1 else "features"
    return (
        f"Whether rows of {said} are meant, or the {noun}, is not said; "
        f"`remove the {listed(names)} {noun}` says it."
    )


def _whole(heard: Heard, found: list[tuple[Term, ...]]) -> bool:
    """Whether nothing but whole features can be meant: neither rows nor parts of them.

    What is removed by mistake may be gone for good, so a sentence has to say ``feature`` or the
    like, or names the feature as it is called and says nothing else.
    """
    if not _says_feature(heard):
        return _says_nothing_else(heard, found)
    words = [token.word for token in heard.said]
    first, last = found[0][-1].at, found[-1][0].at
    return (
        len(heard.reading.of(VERB)) == 1
        and _SOME.isdisjoint(words)
        and _WITHIN.isdisjoint(words[:last])
        and _OF.isdisjoint(words[first:last])
    )


def _says_nothing_else(heard: Heard, found: list[tuple[Term, ...]]) -> bool:
    features = heard.surroundings.features
    named_at = {term.at + at for run in found for term in run for at in range(len(term.tokens))}
    others = {token.word for at, token in enumerate(heard.said) if at not in named_at}
    exact = all("_".join(token.text for token in tokens_of(run)) in features for run in found)
    return exact and others <= _PLAIN


INTENTS = (Intent("remove features", _lexicon, _remove, names=True),)
