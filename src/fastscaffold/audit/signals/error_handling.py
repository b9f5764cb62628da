"""Error handling: exceptions of the project's own, and handlers that answer them in one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_definition
from fastscaffold.audit.facts.errors.failures import failures
from fastscaffold.audit.facts.errors.handler_answers import answers_object, is_structured
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Place
    from fastscaffold.audit.facts.errors.failures import Failures, Hierarchy
    from fastscaffold.audit.facts.errors.handlers import Handler
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met by a base with two subclasses or more, and a handler of it that answers more than a text.

    ``HTTPException`` with a text takes the signal away where it is the rule: entirely without a
    handled base, and half of it with one. Bases that are themselves HTTP errors count half,
    unless a handler of their own answers them with more than a text, and not that of all HTTP
    errors.
    """
    if not facts.apps and not facts.routes:
        return none_found(is_incomplete=facts.served.is_incomplete)
    found = failures(facts)
    answered = [
        (each, handlers)
        for each in found.hierarchies
        if (handlers := _handlers(facts, found, each))
    ]
    for hierarchy, handlers in answered:
        if hierarchy.is_http and (
            _bare_dominate(found) or not _is_answered_itself(facts, handlers)
        ):
            continue
        if not any(answers_object(facts, each) for each in handlers):
            continue
        evidence = [at_definition(hierarchy.base, "the base"), *(each.place for each in handlers)]
        if _bare_dominate(found):
            return partial(*some(evidence, 3), *_bare(found))
        return met(*some(evidence))
    return _without(facts, found, [hierarchy for hierarchy, _ in answered])


def _is_answered_itself(facts: Facts, handlers: list[Handler]) -> bool:
    """Whether handlers are registered for exceptions of the project, and tell more than a text."""
    return all(
        facts.index.definition(each.exception) is not None and is_structured(facts, each)
        for each in handlers
    )


def _without(facts: Facts, found: Failures, answered: list[Hierarchy]) -> Judgement:
    """The verdict where no base is answered in a structured way."""
    shown = [at_definition(each.base, "a base of exceptions") for each in found.hierarchies]
    own = [each for each in found.hierarchies if not each.is_http]
    if own and found.handlers.is_open and not _bare_dominate(found):
        return unknown(*some(shown))
    if answered:
        return partial(*some(shown, 3), *_bare(found))
    if found.hierarchies and not _bare_dominate(found):
        return partial(*some(shown, 3), *_bare(found))
    handlers = [each.place for each in found.handlers.registered]
    if handlers and found.own and (not found.bare or _is_one_answered(facts, found)):
        return partial(*some(handlers, 3))
    return not_met(*_bare(found), *some([*shown, *handlers], 3))


def _handlers(facts: Facts, found: Failures, hierarchy: Hierarchy) -> list[Handler]:
    """What answers a hierarchy: at its base, or most of its members one by one."""
    of_base = found.handlers.of(facts, hierarchy.base.symbol)
    if of_base:
        return of_base
    symbols = {each.symbol for each in hierarchy.members}
    # What nobody raises needs no answer.
    raised = symbols & {each.symbol for each in found.raised}
    of_members = [found.handlers.of(facts, each) for each in sorted(raised or symbols)]
    handled = [handlers for handlers in of_members if handlers]
    if len(handled) * 2 <= len(of_members):
        return []
    return [handler for handlers in handled for handler in handlers]


def _bare_dominate(found: Failures) -> bool:
    own = [each for each in found.raised if each.is_own]
    return len(found.bare) > len(own)


def _is_one_answered(facts: Facts, found: Failures) -> bool:
    """Whether most of what is raised is the project's, and a handler is registered for that."""
    raised = [facts.index.definition(each.symbol) for each in found.raised if each.is_own]
    answered = [facts.index.definition(each.exception) for each in found.handlers.registered]
    return any(each in answered for each in raised) and not _bare_dominate(found)


def _bare(found: Failures) -> tuple[Place, ...]:
    return some((each.place for each in found.bare), 2)
