"""Rows that are given all fields of a request at once, its password as it came among them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.passwords.hashing_columns import is_hashed_by
from fastscaffold.audit.facts.passwords.kept import is_of_another_service
from fastscaffold.audit.facts.places import at, at_call
from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.facts.requests.models import says_attributes, taken
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Class, dotted
from fastscaffold.audit.nodes import text_entries
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Call, Function

_CHOOSING = frozenset({"exclude", "include"})
# Methods of a class of rows, or of a query for some, that are told all fields.
_WRITING = frozenset({"create", "get_or_create", "update", "update_or_create", "values"})
# Methods of a row that are told what it holds from now on.
_TOLD = frozenset({"sqlmodel_update", "update_from_dict"})
# How many methods of a query one is followed through.
_MAX_CHAIN = 8
# What a document database is told to keep, and what a client names its password.
_INSERTS = ("*.insert_one", "*.replace_one")
_UPDATES = ("*.find_one_and_update", "*.update_one")
_PLAIN = re.compile(r"(?i)(user_?|plain_?)?(password|passwd|pwd)")
_HASHED = re.compile(r"(?i)hash|crypt|digest|encod")


def copied(facts: Facts) -> Iterator[tuple[Place, str, Function]]:
    """Where a column of a plain name is given what a client sent under the same name.

    Functions that name it, or hash anything, see to it themselves, and so do their callers.
    """
    yield from _inserted(facts)
    plain = [name for name in facts.passwords.columns if not _HASHED.search(name)]
    for module in mentioning(facts.production, "setattr(", "**", *_TOLD) if plain else ():
        for function in module.functions.values():
            for node, given, row in _copies(function):
                schema = _sent(facts, given, function)
                tables = _tables(facts, row, function)
                for name in plain:
                    if (
                        schema is not None
                        and name in all_fields(facts.index, schema)
                        and any(name in all_fields(facts.index, each) for each in tables)
                        and not is_hashed_by(facts, schema.symbol, name)
                        and not _is_seen_to(facts, function, name)
                        and not _runs_own(facts, node, function)
                    ):
                        yield at(module, node), name, function


def _inserted(facts: Facts) -> Iterator[tuple[Place, str, Function]]:
    """Where a document database is given such a request as a document of its own."""
    made = [(each, each.argument("document", 0), False) for each in facts.calls(*_INSERTS)]
    changed = [(each, _set_anew(each), True) for each in facts.calls(*_UPDATES)]
    for call, given, is_change in (*made, *changed):
        function = call.function
        schema = None if given is None else _handed(facts, given, call, is_taken=is_change)
        if schema is None or function is None or is_of_another_service(facts, schema):
            continue
        for name in all_fields(facts.index, schema):
            if (
                _PLAIN.fullmatch(name)
                and not _holds_a_hash(facts, schema, name)
                and not is_hashed_by(facts, schema.symbol, name)
                and not _is_seen_to(facts, function, name)
            ):
                yield at_call(call), name, function


def _holds_a_hash(facts: Facts, schema: Class, name: str) -> bool:
    """Whether a model that no client fills in is made with what hashes a password."""
    if schema.symbol in taken(facts) or not facts.passwords.strong:
        return False
    given = (call.argument(name) for call in facts.callers.of_class(schema.symbol))
    return any(
        isinstance(each, ast.Call) and _HASHED.search((dotted(each.func) or "").rpartition(".")[2])
        for each in given
    )


def _set_anew(call: Call) -> ast.expr | None:
    """What an update says that fields are from now on: ``{"$set": document}``."""
    update = call.argument("update", 1)
    entries = dict(text_entries(update)) if isinstance(update, ast.Dict) else {}
    return entries.get("$set")


def _handed(facts: Facts, given: ast.expr, by: Call, *, is_taken: bool) -> Class | None:
    """The model of which all fields are kept, by the function or for one that calls it."""
    function = by.function
    if function is None:
        return None
    if not isinstance(given, ast.Name) or not function.takes(given.id):
        return _sent(facts, given, function, is_taken=is_taken)
    # What the database answers may go by the name of what it was given.
    anew = function.assigned.get(given.id, ())
    if not all(any(part is by.node for part in walk(each)) for each in anew):
        return None
    for call in facts.callers.of(function):
        value = call.argument(given.id, function.position(given.id))
        if value is not None and call.function is not None:
            found = _sent(facts, value, call.function, is_taken=is_taken)
            if found is not None:
                return found
    return _sent(facts, given, function, is_taken=is_taken)


def _copies(function: Function) -> Iterator[tuple[ast.expr, ast.expr, ast.expr]]:
    """Each copy, with what is copied, and the row or the class of the row that it goes to."""
    for node in own_nodes(function):
        match node:
            case ast.For(target=ast.Tuple(elts=[key, value]), iter=ast.Call(func=ast.Attribute())):
                called = node.iter.func if isinstance(node.iter, ast.Call) else None
                if isinstance(called, ast.Attribute) and called.attr == "items":
                    for each, row in _sets(node, key, unparsed(value)):
                        yield each, called.value, row
            case ast.For(target=ast.Name(id=key) as name, iter=ast.Name(id=held) as given):
                for each, row in _sets(node, name, f"{held}[{key}]"):
                    yield each, given, row
            case ast.Call(func=ast.Attribute(value=row, attr=attr), args=[given, *_]) if (
                attr in _TOLD
            ):
                yield node, given, row
            case ast.Call(func=made, keywords=keywords):
                for keyword in keywords:
                    if keyword.arg is None:
                        yield node, keyword.value, _written(made)
            case _:
                pass


def _written(called: ast.expr) -> ast.expr:
    """The class of the rows that ``Row.create`` and its kin write; else what is called itself."""
    if not isinstance(called, ast.Attribute) or called.attr not in _WRITING:
        return called
    node = called.value
    for _ in range(_MAX_CHAIN):
        match node:
            case ast.Attribute(value=inner, attr="objects"):
                node = inner
            case ast.Call(func=ast.Name(id="insert" | "update"), args=[inner]):
                return inner
            case ast.Call(func=ast.Attribute(attr="insert" | "update"), args=[inner]):
                return inner
            case ast.Call(func=ast.Attribute(value=inner)):
                node = inner
            case _:
                break
    return node


def _sets(loop: ast.For, key: ast.expr, value: str) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each ``setattr(row, key, value)`` of a loop, with the row."""
    for node in ast.walk(loop):
        match node:
            case ast.Call(func=ast.Name(id="setattr"), args=[row, name, given]):
                if unparsed(name) == unparsed(key) and unparsed(given) == value:
                    yield node, row
            case _:
                pass


def _sent(
    facts: Facts, given: ast.expr, function: Function, *, is_taken: bool = False
) -> Class | None:
    """The model of which all fields are copied, none of them left out.

    Args:
        facts: of the project.
        given: what is copied.
        function: that it stands in.
        is_taken: whether it has to be what the function is given: a row that was read is none.
    """
    if isinstance(given, ast.Name):
        values = function.assigned.get(given.id, [])
        if len(values) != 1:
            return None
        given = values[0]
    if isinstance(given, ast.Call) and {each.arg for each in given.keywords} & _CHOOSING:
        return None
    payload = dumped(facts.index, given, function)
    if payload is None:
        return None
    if is_taken and not (
        isinstance(payload, ast.Name)
        and function.takes(payload.id)
        and payload.id not in function.assigned
    ):
        return None
    found = facts.index.definition(facts.index.kind(payload, function))
    if not isinstance(found, Class) or found not in facts.schemas:
        return None
    # One that is made of rows, and that no client fills in, holds what was hashed before.
    is_of_rows = says_attributes(facts, found) and found.symbol not in taken(facts)
    return None if is_of_rows and facts.routes else found


def _tables(facts: Facts, row: ast.expr, function: Function) -> list[Class]:
    """The table that a row is of; those that the function names, where that is not told."""
    kind = facts.index.kind(row, function)
    symbols = {facts.index.symbol(row, function), kind}
    found = [table for table in facts.tables if table.symbol in symbols]
    if kind is not None and not found:
        # What methods of a library give that are called on a table: ``User.get_or_none``.
        found = [table for table in facts.tables if kind.startswith(f"{table.symbol}.")]
    if found or not isinstance(row, ast.Name) or kind is not None:
        return found
    named = {
        facts.index.symbol(node, function)
        for node in own_nodes(function)
        if isinstance(node, ast.Name) and node.id != row.id
    }
    return [table for table in facts.tables if table.symbol in named]


def _runs_own(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether a method of the project is told the fields, which may hash what it likes."""
    match node:
        case ast.Call(func=ast.Attribute() as called):
            return facts.index.function_of(called, function) is not None
        case _:
            return False


def _is_seen_to(facts: Facts, function: Function, name: str) -> bool:
    callers = (call.function for call in facts.callers.of(function))
    return any(_names(each, name) for each in [function, *callers] if each is not None)


def _names(function: Function, name: str) -> bool:
    """Whether a function names a field, or calls what hashes."""
    for node in own_nodes(function):
        match node:
            case ast.Constant(value=text) | ast.Attribute(attr=text) | ast.Name(id=text):
                if text == name:
                    return True
            case ast.Call(func=called) if _HASHED.search((dotted(called) or "").rpartition(".")[2]):
                # `jsonable_encoder` hashes nothing.
                if "encoder" not in unparsed(called):
                    return True
            case _:
                pass
    return False
