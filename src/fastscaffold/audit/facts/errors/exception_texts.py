"""Which arguments of an exception of the project its text and its attributes hold."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import is_dataclass, own_fields
from fastscaffold.audit.facts.errors.failures import HTTP
from fastscaffold.audit.facts.texts.names import given_by
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Class
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

# The text of an exception itself, among names of its attributes.
TEXT = ""
_STEPS = 4


def held_arguments(
    facts: Facts, made: ast.Call, symbol: str, attributes: frozenset[str]
) -> list[ast.expr]:
    """The arguments of a call that makes an exception, of which attributes hold something."""
    constructor = facts.index.method(symbol, "__init__")
    given = arguments_of(made)
    if constructor is None:
        is_kept = _is_kept_by_base(facts, symbol, attributes)
        return given if is_kept else list(_given_to_fields(facts, made, symbol, attributes))
    names = _parameters(facts, symbol, constructor, _read_by_methods(facts, symbol, attributes))
    if names is None:
        return given
    return [value for name, value in _bound(made, constructor) if name is None or name in names]


def _is_kept_by_base(facts: Facts, symbol: str, attributes: frozenset[str]) -> bool:
    """Whether an exception without a constructor keeps what it is made with in attributes."""
    read = _read_by_methods(facts, symbol, attributes)
    bases = [each for each in facts.index.ancestors(symbol) if facts.index.definition(each) is None]
    known = [getattr(builtins, each, None) for each in bases]
    # What the constructor of a library keeps, nobody has seen.
    return TEXT in read or any(
        each is None or any(hasattr(each, name) for name in read) for each in known
    )


def _given_to_fields(
    facts: Facts, made: ast.Call, symbol: str, attributes: frozenset[str]
) -> Iterator[ast.expr]:
    """What a call gives the fields of a dataclass that some attributes are."""
    defined = facts.index.definition(symbol)
    if not isinstance(defined, Class) or not is_dataclass(defined):
        return
    read = _read_by_methods(facts, symbol, attributes)
    classes = map(facts.index.definition, reversed(facts.index.ancestors(symbol)))
    fields = [field for each in classes if isinstance(each, Class) for field in own_fields(each)]
    # Those of the bases come first.
    names = dict.fromkeys(field.name for field in fields)
    yield from (value for name, value in zip(names, made.args, strict=False) if name in read)
    yield from (each.value for each in made.keywords if each.arg is None or each.arg in read)


def _read_by_methods(facts: Facts, symbol: str, attributes: frozenset[str]) -> frozenset[str]:
    """Attributes, with those that methods and properties of these names read."""
    found: set[str] = set()
    waiting = sorted(attributes)
    while waiting:
        name = waiting.pop()
        method = facts.index.method(symbol, "__str__" if name == TEXT else name)
        if method is None or name in found:
            found.add(TEXT if name == "args" else name)
            continue
        found.add(name)
        read = {
            node.attr
            for node in own_nodes(method)
            if isinstance(node, ast.Attribute) and _is_self(node.value)
        }
        if name == TEXT and not any(_is_super(node) for node in own_nodes(method)):
            found.discard(TEXT)
        waiting += sorted(read - found)
    return frozenset(found)


def _parameters(
    facts: Facts,
    symbol: str,
    constructor: Function,
    attributes: frozenset[str],
    steps: int = _STEPS,
) -> frozenset[str] | None:
    """The parameters that attributes hold; None where that cannot be told."""
    if steps == 0:
        return None
    found: set[str] = set()
    rest = set(attributes) - _of_classes(facts, symbol)
    for node in own_nodes(constructor):
        for name, value in _kept(node):
            if name in attributes:
                rest.discard(name)
                found |= _names(constructor, value)
    handed = next((each for each in own_nodes(constructor) if _is_base_call(each)), None)
    if not isinstance(handed, ast.Call):
        # ``BaseException`` keeps what an instance is made with, whatever the constructor does.
        return None if TEXT in rest else frozenset(found)
    base = _next_constructor(facts, symbol, constructor)
    if base is None:
        values = _of_library(facts, symbol, handed, rest)
    else:
        inner = _parameters(facts, symbol, base, frozenset(rest), steps - 1)
        if inner is None:
            return None
        values = [value for name, value in _bound(handed, base) if name is None or name in inner]
    for value in values:
        found |= _names(constructor, value)
    return frozenset(found)


def _of_classes(facts: Facts, symbol: str) -> set[str]:
    """Attributes that classes of the project give their instances, which no base sets."""
    classes = map(facts.index.definition, facts.index.ancestors(symbol))
    found = {name for each in classes if isinstance(each, Class) for name in each.assigned}
    # That of an error of HTTP is set by what its constructor is given.
    return found - {"detail"}


def _of_library(
    facts: Facts, symbol: str, handed: ast.Call, attributes: set[str]
) -> list[ast.expr]:
    """What a base that is none of the project's keeps in attributes."""
    if TEXT not in attributes and facts.index.is_a(symbol, HTTP):
        if "detail" not in attributes:
            return []
        named = [each.value for each in handed.keywords if each.arg in {None, "detail"}]
        return [*handed.args[1:2], *named]
    if not attributes:
        return []
    return arguments_of(handed)


def _kept(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The attributes of itself that a statement of a constructor sets."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Attribute) and _is_self(target.value):
                    yield target.attr, value
        case ast.AnnAssign(target=ast.Attribute(value=held, attr=name), value=ast.expr() as value):
            if _is_self(held):
                yield name, value
        case _:
            pass


def _names(function: Function, value: ast.expr) -> set[str]:
    """The names that an expression is made of, and those that these were made of, or hold."""
    found: set[str] = set()
    put = [each for node in own_nodes(function) for each in given_by(node)]
    # What the constructor keeps in attributes, which it may hand to its base: ``self.message``.
    kept = [each for node in own_nodes(function) for each in _kept(node)]
    waiting: list[ast.expr] = [value]
    while waiting:
        for node in walk(waiting.pop()):
            match node:
                case ast.Name(id=name):
                    given = function.assigned.get(name, [])
                    given = [*given, *(each for holder, each in put if holder == name)]
                case ast.Attribute(value=held, attr=attribute) if _is_self(held):
                    name = f"self.{attribute}"
                    given = [each for at, each in kept if at == attribute]
                case _:
                    continue
            if name not in found:
                found.add(name)
                waiting += given
    return found


def _next_constructor(facts: Facts, symbol: str, constructor: Function) -> Function | None:
    """The constructor of the bases of the class that a constructor is of."""
    owner = constructor.owner.symbol if constructor.owner is not None else symbol
    for base in facts.index.ancestors(owner)[1:]:
        found = facts.index.method(base, "__init__")
        if found is not None and found is not constructor:
            return found
    return None


def _bound(made: ast.Call, constructor: Function) -> Iterator[tuple[str | None, ast.expr]]:
    """The parameters that arguments are given to; None for any."""
    names = constructor.positional
    arguments = constructor.node.args
    rest = arguments.vararg.arg if arguments.vararg is not None else None
    named = arguments.kwarg.arg if arguments.kwarg is not None else None
    given = made.args[1:] if made.args and _is_self(made.args[0]) else made.args
    for place, value in enumerate(given):
        if isinstance(value, ast.Starred):
            yield None, value.value
        else:
            yield (names[place] if place < len(names) else rest), value
    for keyword in made.keywords:
        is_own = keyword.arg is not None and constructor.takes(keyword.arg)
        yield (keyword.arg if is_own or keyword.arg is None else named), keyword.value


def _is_base_call(node: ast.AST) -> bool:
    """Whether a node is ``super().__init__(...)``, or the same with a base by name."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
    )


def _is_super(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    )


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
