"""Documents with a password that routes return as MongoDB's driver gives them."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.answers.hidden_answers import is_hidden_page
from fastscaffold.audit.facts.answers.rows import is_past_models
from fastscaffold.audit.facts.answers.sent_values import sent_values
from fastscaffold.audit.facts.answers.unloaded_columns import is_key_taken
from fastscaffold.audit.facts.lists.answered import is_open
from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.passwords.told import is_password
from fastscaffold.audit.facts.requests.models import fields_of
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function, enclosing_class
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.provided import provided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Scope

_STEPS = 8
_KEEPING = frozenset({"insert", "insert_one", "replace_one"})
_ASKING = frozenset({"find", "find_one", "find_one_and_update"})
_GOING_ON = frozenset({"limit", "skip", "sort", "to_list"})
_COPIES = frozenset({"dict", "jsonable_encoder", "list"})
_DUMPS = frozenset({"dict", "model_dump"})


class Document(NamedTuple):
    """What a driver is asked for, and the function that asks.

    Attributes:
        key: of the password in it.
    """

    key: str
    function: Function


def answered_documents(facts: Facts) -> Iterator[tuple[Route, Document]]:
    """Routes that answer with a document whose password nothing takes from it."""
    for route in facts.routes if _kept(facts) else ():
        function = route.function
        is_other = route.is_websocket or is_hidden_page(facts, route)
        for value in () if is_other else returned(function):
            if not is_past_models(facts, route, value) and not is_open(facts, route):
                continue
            found = (
                document(facts, each, function) for each in sent_values(facts, value, function)
            )
            known = next(filter(None, found), None)
            if known is not None and not is_key_taken(facts, known.key, function):
                yield route, known
                break


def document(
    facts: Facts, value: ast.expr, function: Function, steps: int = _STEPS
) -> Document | None:
    """The document, or one of the documents, that a value is, if its collection has passwords."""
    if steps == 0:
        return None
    match value:
        case ast.Await(value=inner):
            return document(facts, inner, function, steps)
        case ast.Name(id=name):
            given = [*function.assigned.get(name, [])[-1:], *provided(function, name)]
            found = (document(facts, each, function, steps - 1) for each in given)
            return next(filter(None, found), None)
        case ast.Call(func=ast.Name(id=name), args=[inner]) if name in _COPIES:
            return document(facts, inner, function, steps - 1)
        case ast.Call(func=ast.Attribute(value=inner, attr="copy"), args=[]):
            return document(facts, inner, function, steps - 1)
        case ast.Call():
            return _of_call(facts, value, function, steps)
        case _:
            return None


def _of_call(facts: Facts, call: ast.Call, function: Function, steps: int) -> Document | None:
    helper = called_function(facts, call, function)
    if helper is not None:
        return _of_helper(facts, helper, steps - 1)
    if not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr in _GOING_ON:
        return document(facts, call.func.value, function, steps - 1)
    if call.func.attr not in _ASKING or _chooses(call):
        return None
    key = _kept(facts).get(_collection(facts, call.func.value, function) or "")
    return None if key is None else Document(key, function)


@lru_cache(maxsize=2048)
def _of_helper(facts: Facts, helper: Function, steps: int) -> Document | None:
    found = (document(facts, each, helper, steps) for each in returned(helper))
    known = next(filter(None, found), None)
    return None if known is None or is_key_taken(facts, known.key, helper) else known


def _chooses(call: ast.Call) -> bool:
    """Whether a call says which keys it wants."""
    place = 2 if isinstance(call.func, ast.Attribute) and "update" in call.func.attr else 1
    return len(call.args) > place or any(each.arg in {None, "projection"} for each in call.keywords)


@lru_cache(maxsize=2)
def _kept(facts: Facts) -> dict[str, str]:
    """The collections that a document with a password is put into, and its key."""
    found: dict[str, str] = {}
    for module in facts.production:
        for function in module.functions.values():
            for call in function.calls:
                match call.node:
                    case ast.Call(func=ast.Attribute(value=held, attr=name), args=[*_, given]) if (
                        name in _KEEPING
                    ):
                        collection = _collection(facts, held, function)
                        key = next(filter(is_password, _keys(facts, given, function)), None)
                        if collection is not None and key is not None:
                            found.setdefault(collection, key)
                    case _:
                        pass
    return found


def _keys(facts: Facts, given: ast.expr, function: Function, steps: int = _STEPS) -> Iterator[str]:
    """The keys of a document that is written down, or made of a model."""
    match given if steps else None:
        case ast.Dict(keys=keys):
            yield from (
                each.value
                for each in keys
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
        case ast.Name(id=name):
            yield from _held_keys(facts, name, function, steps - 1)
        case ast.Call(func=ast.Attribute(value=model, attr=dump)) if dump in _DUMPS:
            made = facts.index.definition(facts.index.kind(model, function))
            if isinstance(made, Class) and not _is_part(given):
                yield from fields_of(facts, made)
        case _:
            pass


# Names that hold one another by turns are asked again and again.
@lru_cache(maxsize=2048)
def _held_keys(facts: Facts, name: str, function: Function, steps: int) -> tuple[str, ...]:
    """The keys of all that a name is given, each once, and of what is set in it."""
    given = function.assigned.get(name, ())
    keys = dict.fromkeys(key for each in given for key in _keys(facts, each, function, steps))
    kept = (key for key in keys if not _is_deleted(facts, key, name, function))
    return (*kept, *_set_in(name, function))


def _is_part(call: ast.expr) -> bool:
    """Whether a dump is told what to leave out, or to hold."""
    return isinstance(call, ast.Call) and any(
        each.arg in {None, "exclude", "include"} for each in call.keywords
    )


def _set_in(name: str, function: Function) -> Iterator[str]:
    for node in own_nodes(function):
        match node:
            case ast.Assign(
                targets=[
                    ast.Subscript(value=ast.Name(id=holder), slice=ast.Constant(value=str() as key))
                ]
            ) if holder == name:
                yield key
            case _:
                pass


def _is_deleted(facts: Facts, key: str, name: str, function: Function) -> bool:
    return key not in set(_set_in(name, function)) and is_key_taken(facts, key, function)


def _collection(facts: Facts, node: ast.expr, scope: Scope, steps: int = _STEPS) -> str | None:
    """What a collection is called in the database."""
    match node if steps else None:
        case ast.Subscript(slice=key):
            return facts.values.text(key, scope)
        case ast.Call(func=ast.Attribute(attr="get_collection"), args=[key, *_]):
            return facts.values.text(key, scope)
        case ast.Call(func=called):
            helper = facts.index.function_of(called, scope)
            return None if helper is None else _returned_collection(facts, helper, steps - 1)
        case ast.Name(id=name) if isinstance(scope, Function) and name in scope.assigned:
            return _collection(facts, scope.assigned[name][-1], scope, steps - 1)
        # What an object calls it says nothing: any may have a ``collection``.
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            return _of_self(facts, name, scope, steps - 1)
        case ast.Name() | ast.Attribute():
            for value, holder in facts.index.values_of(facts.index.symbol(node, scope)):
                if isinstance(value, ast.Subscript | ast.Attribute | ast.Call):
                    return _collection(facts, value, holder, steps - 1)
            if isinstance(node, ast.Attribute) and node.attr != "collection":
                return node.attr
            return None
        case _:
            return None


# Functions that return what one another return are asked again and again.
@lru_cache(maxsize=2048)
def _returned_collection(facts: Facts, helper: Function, steps: int) -> str | None:
    found = (_collection(facts, each, helper, steps) for each in returned(helper))
    return next(filter(None, found), None)


def _of_self(facts: Facts, name: str, scope: Scope, steps: int) -> str | None:
    """The collection that an object is given as an attribute, in its class or its constructor."""
    owner = enclosing_class(scope)
    for symbol in facts.index.ancestors(owner.symbol) if owner is not None else ():
        defined = facts.index.definition(symbol)
        if not isinstance(defined, Class):
            continue
        start = defined.functions.get("__init__") or defined
        for attribute, holder in ((name, defined), (f"self.{name}", start)):
            values = [each for each in defined.assigned.get(attribute, ()) if not is_none(each)]
            if values:
                return _collection(facts, values[-1], holder, steps)
    return None
