"""Sentences that ask for capabilities."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD, WANTS

if TYPE_CHECKING:
    from fastscaffold.intents.reading import Term
    from fastscaffold.intents.surroundings import Ability, Surroundings

WISH = "wish"
# What an ability does for a deployment, where to deploy to it is to have its files.
_CLUSTER = "cluster"
_VERBS = {
    "add": ADD,
    "want": WANTS,
    "deploy": "deploy,deploying,roll out",
    "protect": "protect,secure",
    "allow": "allow,let,support,expose,force,enforce,apply,set",
}
_CONTEXT = {
    "word": "support,feature,features,functionality,capability,capabilities,layer,system,"
    "middleware,proper,properly,simple,basic,be able to,can,should be able to,users,user,"
    "clients,new,everywhere,via,by,endpoint,endpoints,routes,files",
    "with": "with,using,over,through,based on,backed by",
    "to": "to",
}


def _lexicon(surroundings: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    for ability in surroundings.abilities:
        lexicon.put(OBJECT, ability.name, (ability.name, *ability.names))
        lexicon.put(WISH, ability.name, ability.wishes)
    lexicon.put_all(VERB, _VERBS)
    lexicon.put_all(CONTEXT, _CONTEXT)
    return with_fillers(lexicon)


def _propose(heard: Heard) -> Proposal | None:
    reading = heard.reading
    named = [term for term in reading.terms if term.role in {OBJECT, WISH}]
    if not named:
        return None
    known = {ability.name: ability for ability in heard.surroundings.abilities}
    doubt = ""
    if not reading.of(VERB) and not reading.values(WISH):
        doubt = "It does not say what is to be done."
    elif "deploy" in reading.values(VERB):
        if any(known[term.value].deployment != _CLUSTER for term in named):
            doubt = "fastscaffold prepares a project for deployment; it does not deploy it."
    elif any(_is_one_of_many(term, known) for term in named):
        doubt = "It speaks of a single one."
    elif _placed(heard):
        doubt = "A capability is for the whole project, not for a part of it."
    names = _without_means(heard, known)
    return Proposal(
        (Command(("add", *names), _does([known[name] for name in names])),),
        _reason([(term.text, known[term.value]) for term in named if term.value in names]),
        doubt,
    )


def _is_one_of_many(term: Term, known: dict[str, Ability]) -> bool:
    """Whether one of what a capability has many of is spoken of: a task, and not tasks."""
    ability = known[term.value]
    text, names = term.text.casefold(), {ability.name, *ability.names}
    return len(term.tokens) == 1 and text not in names and f"{text}s" in names


def _placed(heard: Heard) -> bool:
    """Whether a capability is to be added to something that has a name of its own."""
    terms = heard.reading.terms
    places = [at for at, term in enumerate(terms) if (term.role, term.value) == (CONTEXT, "to")]
    return any(term.role == OBJECT for at in places for term in terms[at + 1 : at + 2])


def _without_means(heard: Heard, known: dict[str, Ability]) -> tuple[str, ...]:
    """What is asked for, without what it is done with and brings anyway: caching with Redis."""
    terms = heard.reading.terms
    names = dict.fromkeys(term.value for term in terms if term.role in {OBJECT, WISH})
    for before, term in pairwise(terms):
        if (before.role, before.value) == (CONTEXT, "with") and any(
            term.value in known[name].requires for name in names
        ):
            names.pop(term.value, None)
    return tuple(names)


def _does(abilities: list[Ability]) -> str:
    return "; ".join(f"{ability.name}: {ability.summary}" for ability in abilities)


def _reason(named: list[tuple[str, Ability]]) -> str:
    said = dict[str, str]()
    for text, ability in named:
        said.setdefault(ability.name, text)
    parts = tuple(f"`{text}` is the capability {name}" for name, text in said.items())
    there = tuple(ability.name for _, ability in named if ability.installed)
    have = f"; the project has {listed(tuple(dict.fromkeys(there)))} already" if there else ""
    return f"{listed(parts)}{have}."


INTENTS = (Intent("add capabilities", _lexicon, _propose),)
