"""Passwords that rows are compared with as they came, alone or beside their hashes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.rows import asked_table
from fastscaffold.audit.facts.passwords.kept import Stored
from fastscaffold.audit.facts.passwords.verified import bare_name, verified_pairs
from fastscaffold.audit.facts.places import at
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Class, last_called

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Function, Scope


def compared_plain(
    facts: Facts, columns: Collection[str], is_plain: Callable[[ast.expr, Scope], bool]
) -> Iterator[Stored]:
    """Where a column for passwords, of a table or of a row of it, is compared with what came.

    Args:
        facts: what is known of the project.
        columns: the names of such columns.
        is_plain: whether a value is what a client sent.
    """
    for module in facts.production if columns else ():
        for function in module.functions.values():
            for node in own_nodes(function, ast.Compare):
                match node:
                    case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                        pass
                    case _:
                        continue
                for column, value in ((left, right), (right, left)):
                    name = _column(facts, column, function)
                    if name in columns and is_plain(value, function):
                        yield Stored(at(module, node), name, function.symbol)


def compared_too(facts: Facts) -> Iterator[Place]:
    """Where what is verified as a hash may as well be the password itself, as some still are."""
    verified = verified_pairs(facts)
    for module in facts.production if verified else ():
        for function in module.functions.values():
            pairs = verified.get(function, ())
            for node, sides in _equal(function) if pairs else ():
                if {bare_name(each) for each in sides} in pairs:
                    yield at(module, node, "compared as it came")


def _equal(function: Function) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    """The comparisons of a function, and what each compares."""
    for node in own_nodes(function, ast.Compare):
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            yield node, [node.left, *node.comparators]
    for call in own_nodes(function, ast.Call):
        if last_called(call) == "compare_digest":
            yield call, call.args


def _column(facts: Facts, node: ast.expr, function: Function) -> str:
    """The name of a column, as a table or a row has it; nothing for what else is asked."""
    if not isinstance(node, ast.Attribute):
        return ""
    tables = {each.symbol for each in facts.tables}
    held = node.value
    owner = facts.index.definition(facts.index.symbol(held, function))
    if isinstance(owner, Class) and owner.symbol in tables:
        return node.attr
    given = function.assigned.get(held.id, ()) if isinstance(held, ast.Name) else ()
    kinds = {facts.index.kind(held, function), *(asked_table(facts, e, function) for e in given)}
    return node.attr if tables & kinds else ""
