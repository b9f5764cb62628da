"""Sentences that ask for the tests of features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.features import base_lexicon, guessed, named, present, tokens_of
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.naming import known_feature, runs, written
from fastscaffold.intents.reading import CONTEXT, OBJECT, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD, WANTS
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from fastscaffold.intents.reading import Term
    from fastscaffold.intents.surroundings import Surroundings

# No command changes tests that are there.
_IMPROVES = "improve,increase,raise,better"
_EVERYTHING = (
    "everything,every feature,each feature,all features,all my features,all the features,"
    "all our features,all of my features,all of the features,all of our features"
)


def _tests_lexicon(surroundings: Surroundings) -> Lexicon:
    lexicon = base_lexicon(surroundings)
    lexicon.put(
        OBJECT,
        "tests",
        phrases_in(
            "tests,test,unit tests,unit test,integration tests,test cases,test case,"
            "test suite,automated tests,pytest tests,e2e tests,end to end tests,api tests,"
            "missing tests,test coverage,some tests,tests cases"
        ),
    )
    verbs = {"add": f"{ADD},cover,create,complete", "want": WANTS, "improve": _IMPROVES}
    lexicon.put_all(VERB, verbs)
    lexicon.put(CONTEXT, "all", phrases_in(_EVERYTHING))
    lexicon.put(CONTEXT, "feature", phrases_in("feature,features,resource,endpoints,crud,module"))
    return with_fillers(lexicon)


def _tests(heard: Heard) -> Proposal | None:
    if not heard.reading.of(OBJECT):
        return None
    features = present(heard)
    found = runs(heard.reading.terms)
    doubt = (
        ""
        if {"add", "want"} & {*heard.reading.values(VERB)}
        else "It does not say what is to be done."
    )
    if not found:
        return _tests_of_unnamed(heard, features, doubt)
    names: list[str] = []
    for run in found:
        brought = _of_capability(run, heard.surroundings)
        if brought:
            return Proposal((), "", brought)
        name = known_feature(tokens_of(run), features)
        if name is None:
            are_known = heard.surroundings.inside or bool(features)
            name = guessed(run, features, inside=are_known)
            if are_known or len(run) > 1:
                doubt = f"The project has no feature `{written(run)}`."
        if name is None:
            return None
        names.append(name)
    return Proposal((_tests_of(*names),), f"{named(found)} to be tested.", doubt)


def _tests_of_unnamed(heard: Heard, features: tuple[str, ...], doubt: str) -> Proposal:
    if features and "all" in heard.reading.values(CONTEXT):
        return Proposal((_tests_of(*features),), f"The features are {listed(features)}.", doubt)
    inside = heard.surroundings.inside
    commands = tuple(_tests_of(name) for name in features)
    if not features and not inside:
        commands = (Command(("add", "tests", "FEATURE"), "writes tests for a feature"),)
    nothing = inside and not features
    which = "The project has no features whose tests fastscaffold writes."
    return Proposal(
        commands, "", which if nothing else "It does not say which feature the tests are of."
    )


def _of_capability(run: tuple[Term, ...], surroundings: Surroundings) -> str:
    """Why a feature that a capability brought gets no tests; empty where it is none."""
    brought = dict(surroundings.brought)
    name = known_feature(tokens_of(run), tuple(brought))
    if name is None:
        return ""
    return f"`{name}` is of the capability {brought[name]}, which brings its tests along."


def _tests_of(*names: str) -> Command:
    return Command(("add", "tests", *names), f"writes tests for {listed(names)}")


INTENTS = (Intent("write tests", _tests_lexicon, _tests, names=True),)
