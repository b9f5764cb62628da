"""Finds the command that a sentence asks for, or says that it is not certain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.intents import (
    audits,
    built_in,
    capabilities,
    features,
    logins,
    lookups,
    projects,
    removals,
    reported,
    tests_of_features,
    weaknesses,
)
from fastscaffold.intents.answer import Answer, Command, Proposal
from fastscaffold.intents.helps import help_for, help_with_code
from fastscaffold.intents.intent import Heard, Intent
from fastscaffold.intents.reading import OBJECT, UNKNOWN, Reading
from fastscaffold.intents.sentence_kinds import (
    is_about_removing,
    is_change,
    is_for_part,
    is_question,
    is_removal,
)
from fastscaffold.intents.vocabulary import DENIALS
from fastscaffold.intents.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.reading import Lexicon
    from fastscaffold.intents.surroundings import Surroundings
    from fastscaffold.intents.words import Token

INTENTS: tuple[Intent, ...] = (
    *audits.INTENTS,
    *reported.INTENTS,
    *built_in.INTENTS,
    *weaknesses.INTENTS,
    *capabilities.INTENTS,
    *features.INTENTS,
    *logins.INTENTS,
    *tests_of_features.INTENTS,
    *removals.INTENTS,
    *projects.INTENTS,
    *lookups.INTENTS,
)
_MOST = 4
_NO_CHANGES = (
    "Changing a feature is not supported yet: change its code, as docs/changes.md of the project "
    "shows."
)
_START = (
    Command(("audit",), "audits any FastAPI project; changes nothing", writes=False, placed=False),
    Command(("add", "--list"), "lists the capabilities that can be added", writes=False),
    Command(("add-feature", "NAME"), "adds a feature: API, table, migration, tests"),
    Command(("new", "NAME"), "creates a project", placed=False),
)
_ADDED = (
    Command(("add-feature", "NAME"), "adds a feature, with all its fields"),
    Command(("list",), "lists features and capabilities of the project", writes=False),
)
_REMOVE = (
    Command(("remove-feature", "NAME"), "takes features out again, and keeps what you changed"),
    Command(("list",), "lists features and capabilities of the project", writes=False),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A proposal, and how much of the sentence it rests on."""

    proposal: Proposal
    reading: Reading
    weight: int = 0


def find(sentence: str, surroundings: Surroundings) -> Answer:
    """Find what a sentence asks for.

    Args:
        sentence: plain English, in any case and order.
        surroundings: what there is to be spoken of.

    Returns:
        A proposal where every word of the sentence has its part in one and no other intent has
        anything to do with it; otherwise why not, and what is nearest.
    """
    said = tokens(sentence)
    asks = is_question(said)
    sure, doubtful = _heard(said, surroundings, asks=asks, mend=False)
    if not sure:
        sure, more = _heard(said, surroundings, asks=asks, mend=True)
        doubtful += more
    distinct = {each.proposal.commands: each for each in sure}
    if len(distinct) == 1:
        (found,) = distinct.values()
        return _answer(sentence, found)
    told = help_for(said) or weaknesses.without_rule(said)
    if told is None and not doubtful:
        told = help_with_code(said, surroundings)
    if told is not None and not distinct:
        return Answer(sentence, None, told.reason, told.commands)
    known = surroundings.features
    near = _nearest([*distinct.values(), *doubtful], said, surroundings)
    if not distinct and (is_change(said, known) or (not near and is_for_part(said, known))):
        return Answer(sentence, None, _NO_CHANGES, _shown(near, said, _ADDED))
    reason = _why_not(said, list(distinct.values()), near, asks=asks)
    # Whoever is in a project wants no other one.
    start = _START[:-1] if surroundings.inside else _START
    return Answer(sentence, None, reason, _shown(near, said, start))


@lru_cache(maxsize=8)
def _lexicons(surroundings: Surroundings) -> tuple[tuple[Intent, Lexicon], ...]:
    return tuple((intent, intent.lexicon(surroundings)) for intent in INTENTS)


def _heard(
    said: tuple[Token, ...], surroundings: Surroundings, *, asks: bool, mend: bool
) -> tuple[list[_Found], list[_Found]]:
    """What is certain, and what is not."""
    sure: list[_Found] = []
    doubtful: list[_Found] = []
    denied = any(token.word in DENIALS for token in said)
    for intent, lexicon in _lexicons(surroundings):
        reading = lexicon.read(said, mend=mend)
        heard = Heard(said, reading, surroundings, question=asks)
        proposal = intent.propose(heard) if heard.understood or intent.names else None
        if proposal is not None and asks:
            proposal = _harmless(proposal)
        if proposal is None:
            continue
        found = _Found(proposal, reading, _weight(reading))
        certain = not proposal.doubt and (intent.denies or not denied)
        (sure if certain else doubtful).append(found)
    return sure, doubtful


def _harmless(proposal: Proposal) -> Proposal:
    """What a question can be answered by without changing anything, if there is such a thing."""
    reading = tuple(command for command in proposal.commands if not command.writes)
    if reading:
        return replace(proposal, commands=reading)
    return replace(proposal, doubt=proposal.doubt or "It is a question.")


def _answer(sentence: str, found: _Found) -> Answer:
    read = "".join(f" `{typed}` was read as `{word}`." for typed, word in found.reading.mended)
    return Answer(sentence, found.proposal, f"{found.proposal.reason}{read}")


def _weight(reading: Reading) -> int:
    """Things weigh more than what is to be done with them, and what is not understood less."""
    objects = sum(len(term.tokens) for term in reading.terms if term.role in {OBJECT, "wish"})
    return 4 * objects + len(reading.terms) - 3 * len(reading.of(UNKNOWN))


def _why_not(said: tuple[Token, ...], sure: list[_Found], near: list[_Found], *, asks: bool) -> str:
    reasons = (
        (not said, "The sentence is empty."),
        (any(token.word in DENIALS for token in said), "It says what is not to be done."),
        (len(sure) > 1, "It can mean several things."),
        (asks and near, "It is a question, and this is for what is to be done."),
        (is_removal(said), _why_not_removed(near)),
        (not near, "No command has to do with it."),
    )
    return next((text for applies, text in reasons if applies), "") or _doubt(near[0], near)


def _why_not_removed(near: list[_Found]) -> str:
    for each in near:
        if each.proposal.doubt and any(map(_takes_out, each.proposal.commands)):
            return each.proposal.doubt
    return "All that a command takes out again are features of the project."


def _takes_out(command: Command) -> bool:
    return command.words[0] == "remove-feature"


def _doubt(best: _Found, near: list[_Found]) -> str:
    """What is not certain about the nearest."""
    unknown = best.reading.of(UNKNOWN)
    if best.proposal.doubt or not unknown:
        return best.proposal.doubt or "It does not say what is to be done."
    # What another one understands is not unknown: it is too much for one command.
    for term in unknown:
        if all(term.at in {each.at for each in one.reading.of(UNKNOWN)} for one in near):
            return f"What `{term.text}` means here is not known."
    return "It speaks of several things at once."


def _nearest(
    found: Sequence[_Found], said: tuple[Token, ...], surroundings: Surroundings
) -> list[_Found]:
    """What the sentence may mean, by how much of it that rests on."""
    loose = [
        each
        for intent, lexicon in _lexicons(surroundings)
        if (each := _loosely(intent, lexicon, said, surroundings))
    ]
    return sorted([*found, *loose], key=lambda each: -each.weight)


def _shown(
    near: Sequence[_Found], said: tuple[Token, ...], otherwise: tuple[Command, ...] = _START
) -> tuple[Command, ...]:
    """The commands to name, each once; others, such as what there is at all, if none is near."""
    commands = dict.fromkeys(
        command
        for each in near
        for command in each.proposal.commands
        if _denied(each.reading, said).isdisjoint(_names_of(command))
    )
    if is_removal(said):
        kept = [each for each in commands if _takes_out(each)]
        return tuple(kept) or _REMOVE
    if is_about_removing(said):
        commands = {each: None for each in commands if not _takes_out(each)}
    return tuple(commands)[:_MOST] or otherwise


def _denied(reading: Reading, said: tuple[Token, ...]) -> set[str]:
    """What stands behind a word that denies: whoever never wants it is not to be offered it."""
    first = next((at for at, token in enumerate(said) if token.word in DENIALS), len(said))
    behind = [term for term in reading.terms if term.at > first]
    return {term.value for term in behind if term.role in {OBJECT, "wish"}}


def _names_of(command: Command) -> set[str]:
    return {name for word in command.words for name in word.split(",")}


def _loosely(
    intent: Intent, lexicon: Lexicon, said: tuple[Token, ...], surroundings: Surroundings
) -> _Found | None:
    """What an intent makes of the words that it knows, whatever the others are."""
    reading = lexicon.read(said, mend=True)
    denied = _denied(reading, said)
    known = Reading(
        tuple(term for term in reading.terms if term.role != UNKNOWN and term.value not in denied)
    )
    if not any(term.role in {OBJECT, "wish"} for term in known.terms):
        return None
    heard = Heard(said, known, surroundings, question=is_question(said), loose=True)
    proposal = intent.propose(heard)
    return None if proposal is None else _Found(proposal, reading, _weight(reading))
