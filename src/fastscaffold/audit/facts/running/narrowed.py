"""Branches in which an exception is known to be of a class: ``isinstance(error, Refused)``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import stands_in
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function


def narrowed(facts: Facts, function: Function, name: str, node: ast.AST) -> list[str | None]:
    """The classes that a name is one of where an expression stands; none where nothing says so."""
    found: list[str | None] = []
    for classes, branch in _branches(function, name):
        if stands_in(branch, node):
            found = [facts.index.symbol(each, function) for each in classes]
    return found


def _branches(function: Function, name: str) -> Iterator[tuple[list[ast.expr], list[ast.stmt]]]:
    for node in inside(function.node):
        match node:
            case ast.If(
                test=ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=tested), classes]),
                body=body,
            ) if tested == name:
                yield classes.elts if isinstance(classes, ast.Tuple) else [classes], body
            case ast.Match(subject=ast.Name(id=tested), cases=cases) if tested == name:
                for case in cases:
                    matched = [each.cls for each in _patterns(case.pattern)]
                    if matched:
                        yield matched, case.body
            case _:
                pass


def _patterns(pattern: ast.pattern) -> list[ast.MatchClass]:
    match pattern:
        case ast.MatchClass():
            return [pattern]
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _patterns(inner)
        case ast.MatchOr(patterns=patterns):
            return [found for each in patterns for found in _patterns(each)]
        case _:
            return []
