"""Middleware that answers whatever fails behind it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.usage import loaded_names
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function, Module

EVERYTHING = frozenset({"BaseException", "Exception", "500"})


def catching(facts: Facts, module: Module) -> Iterator[tuple[Place, bool]]:
    """Where middleware of a module does, and whether it tells something of the error."""
    for function in module.functions.values():
        if not _is_middleware(facts, function) or _is_for_websockets(function):
            continue
        for node in own_nodes(function):
            if isinstance(node, ast.ExceptHandler) and _answers(facts, node, function):
                yield Place(module.path, node.lineno, "answers whatever fails"), _is_telling(node)


def catches(
    facts: Facts,
    clause: ast.ExceptHandler,
    function: Function,
    errors: AbstractSet[str] = frozenset(),
) -> bool:
    """Whether a clause is for whatever fails, or for one of some errors, alone or with others."""
    kind = clause.type
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return kind is None or names_error(facts, kinds, function, errors)


def names_error(
    facts: Facts,
    kinds: Sequence[ast.expr | None],
    function: Function,
    errors: AbstractSet[str] = frozenset(),
) -> bool:
    """Whether one of some classes is that of every error, or one of some, named without modules."""
    symbols = (facts.index.symbol(each, function) or "" for each in kinds)
    return any(each in EVERYTHING or each.rpartition(".")[2] in errors for each in symbols)


def _is_for_websockets(function: Function) -> bool:
    """Whether it passes requests over HTTP on at once."""
    return any(
        isinstance(statement, ast.If)
        and re.fullmatch(r"scope\[.type.\] != .websocket.", unparsed(statement.test))
        and isinstance(statement.body[-1], ast.Return)
        for statement in function.node.body
    )


def _is_telling(clause: ast.ExceptHandler) -> bool:
    """Whether a call that answers is given something of the error."""
    answers = (
        node
        for statement in clause.body
        for node in walk(statement)
        if isinstance(node, ast.Call)
        and re.search(r"(?i)response|send$", unparsed(node.func)) is not None
    )
    return clause.name is not None and any(
        isinstance(each, ast.Name) and each.id == clause.name
        for answer in answers
        for each in walk(answer)
    )


def _is_middleware(facts: Facts, function: Function) -> bool:
    if function.owner is not None and function.name in {"__call__", "dispatch"}:
        if function.owner.name not in loaded_names(facts):
            return False
        names = {argument.arg for argument, _ in function.parameters()}
        return "call_next" in names or {"scope", "receive", "send"} <= names
    return any(function in each.functions for each in facts.middleware)


def _answers(facts: Facts, clause: ast.ExceptHandler, function: Function) -> bool:
    if not catches(facts, clause, function):
        return False
    calls = [node for each in clause.body for node in walk(each) if isinstance(node, ast.Call)]
    names = [
        f"{facts.index.called(call.func, function)} {dotted(call.func)}".lower() for call in calls
    ]
    return any("response" in name or name.endswith("send") for name in names)
