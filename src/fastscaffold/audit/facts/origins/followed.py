"""What an expression stands for: through names, settings, properties and functions that return."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.dumped import dumped, field_of
from fastscaffold.audit.facts.classes import all_fields, own_fields
from fastscaffold.audit.facts.settings.documents import as_texts
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, dotted, enclosing_class
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

# An expression, and where it has to be read.
Placed: TypeAlias = "tuple[ast.expr, Scope]"
# Mappings whose entries one search has asked for, with these; None too while they are looked for.
# The mappings are kept themselves, as what is free may be found again by the same number.
Asked: TypeAlias = "dict[int, tuple[ast.expr, dict[str, Placed] | None]]"

_FIELDS = frozenset({"Field", "FieldInfo", "field"})
_KEEPING = frozenset({"str", "strip", "rstrip", "lower"})
# How many mappings one search goes through: no value lies behind more of them.
_MAX_ASKED = 64


def followed(
    facts: Facts, node: ast.expr | None, scope: Scope, asked: Asked | None = None
) -> Iterator[Placed]:
    """Everything that an expression may stand for, itself where it is no name.

    Branches whose condition the source decides are left out, the others are all given.
    """
    asked = {} if asked is None else asked
    # No expression is followed twice, so that names that lead to each other end.
    seen: set[int] = set()
    waiting: list[Placed] = [] if node is None else [(node, scope)]
    while waiting:
        each, holder = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        further = list(_next(facts, each, holder, asked))
        if further == [(each, holder)]:
            yield each, holder
        waiting += reversed(further)


def _next(facts: Facts, node: ast.expr, scope: Scope, asked: Asked) -> Iterator[Placed]:
    """What one expression leads to; itself where it leads nowhere."""
    match node:
        case ast.IfExp():
            decided = facts.values.fold(node.test, scope)
            if decided is UNKNOWN or decided:
                yield node.body, scope
            if decided is UNKNOWN or not decided:
                yield node.orelse, scope
        case ast.BoolOp():
            for each in node.values:
                yield each, scope
        case ast.Await():
            yield node.value, scope
        case ast.Name() | ast.Attribute():
            yield from list(meant(facts, node, scope)) or [(node, scope)]
        case (
            ast.Subscript(value=held, slice=key)
            | ast.Call(func=ast.Attribute(value=held, attr="get"), args=[key, *_])
        ):
            name = facts.values.text(key, scope)
            found = entries(facts, held, scope, asked) if name is not None else None
            yield (found or {}).get(name or "", (node, scope))
        case ast.Call():
            yield from _called(facts, node, scope)
        case _:
            yield node, scope


def only(
    facts: Facts, node: ast.expr | None, scope: Scope, asked: Asked | None = None
) -> Placed | None:
    """What an expression stands for, where that is one thing."""
    found = list(followed(facts, node, scope, asked))
    return found[0] if len(found) == 1 else None


def entries(
    facts: Facts, node: ast.expr | None, scope: Scope, asked: Asked | None = None
) -> dict[str, Placed] | None:
    """The entries of a mapping by key; None where it is none, or something of it is hidden.

    A mapping that is asked for on the way to itself, as that of ``config = config["jwt"]``, is
    hidden there.
    """
    asked = {} if asked is None else asked
    if node is None or len(asked) >= _MAX_ASKED:
        return None
    if id(node) not in asked:
        asked[id(node)] = (node, None)
        asked[id(node)] = (node, _entries(facts, node, scope, asked))
    return asked[id(node)][1]


def _entries(facts: Facts, node: ast.expr, scope: Scope, asked: Asked) -> dict[str, Placed] | None:
    placed = only(facts, node, scope, asked)
    if placed is None:
        return None
    value, holder = placed
    found: dict[str, Placed] = {}
    turned = dumped(facts.index, value, holder)
    if turned is not None:
        made = facts.index.definition(facts.index.kind(turned, holder))
        names = all_fields(facts.index, made) if isinstance(made, Class) else {}
        return {name: (field_of(turned, (name,)), holder) for name in names}
    if isinstance(value, ast.Call) and dotted(value.func) == "dict" and not value.args:
        pairs: list[tuple[ast.expr | None, str | None, ast.expr]] = [
            (None, each.arg, each.value) for each in value.keywords
        ]
    elif isinstance(value, ast.Dict):
        pairs = [
            (key, None if key is None else facts.values.text(key, holder), each)
            for key, each in zip(value.keys, value.values, strict=True)
        ]
    else:
        return None
    for key, name, each in pairs:
        if name is not None:
            found[name] = (each, holder)
            continue
        inner = entries(facts, each, holder, asked) if key is None else None
        if inner is None:
            return None
        found |= inner
    return found


def given(facts: Facts, call: Call) -> tuple[dict[str, Placed], bool]:
    """Arguments by keyword, ``**`` of known mappings included, and whether these are all."""
    scope = call.scope
    found: dict[str, Placed] = {}
    complete = not any(isinstance(each, ast.Starred) for each in call.node.args)
    for keyword in call.node.keywords:
        if keyword.arg is not None:
            found[keyword.arg] = (keyword.value, scope)
            continue
        inner = entries(facts, keyword.value, scope)
        complete = complete and inner is not None
        found |= inner or {}
    return found, complete


def texts(facts: Facts, node: ast.expr | None, scope: Scope, steps: int = 6) -> list[str] | None:
    """The texts that a list, or a text, is sure to hold; None where that is not decided."""
    placed = only(facts, node, scope)
    if placed is None or steps <= 0:
        return None
    value, holder = placed
    if isinstance(value, ast.ListComp | ast.GeneratorExp | ast.SetComp) and value.generators:
        return texts(facts, value.generators[0].iter, holder, steps - 1) if _keeps(value) else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        sides = [texts(facts, each, holder, steps - 1) for each in (value.left, value.right)]
        return [text for side in sides if side is not None for text in side] or None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        if value.func.attr == "split":
            text = facts.values.text(value.func.value, holder)
            return None if text is None else [part.strip() for part in text.split(",")]
        return None
    folded = facts.values.fold(value, holder)
    if isinstance(folded, str):
        return [folded]
    listed = as_texts(folded)
    return listed if isinstance(folded, list) else None


def _keeps(node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> bool:
    """Whether a comprehension gives the texts as they are, but for spaces and slashes."""
    element = node.elt
    while isinstance(element, ast.Call):
        function = element.func
        name = dotted(function) if isinstance(function, ast.Name) else None
        if name == "str" and element.args:
            element = element.args[0]
        elif isinstance(function, ast.Attribute) and function.attr in _KEEPING:
            element = function.value
        else:
            return False
    return isinstance(element, ast.Name)


def meant(facts: Facts, node: ast.expr, scope: Scope) -> Iterator[Placed]:
    """What a name, or an attribute of settings and other classes, is given or returns."""
    if isinstance(node, ast.Name):
        current: Scope | None = scope
        while isinstance(current, Function):
            if node.id in current.assigned:
                for value in current.assigned[node.id]:
                    yield value, current
                return
            if current.takes(node.id):
                return
            current = current.parent
    elif not isinstance(node, ast.Attribute):
        return
    else:
        owner = _self(node.value, scope) or facts.index.kind(node.value, scope)
        if owner is not None and isinstance(facts.index.definition(owner), Class):
            yield from _attribute(facts, owner, node.attr)
            return
    yield from facts.index.values_of(facts.index.symbol(node, scope))


def may_be_none(facts: Facts, value: Placed) -> bool:
    """Whether something is None, at times or always, whatever the settings are by default."""
    return any(
        isinstance(leaf, ast.Constant) and leaf.value is None for leaf, _ in _leaves(facts, value)
    )


def _leaves(facts: Facts, value: Placed, steps: int = 6) -> Iterator[Placed]:
    """What it may be, whatever the defaults of settings are: production sets others."""
    node, scope = value
    if isinstance(node, ast.IfExp):
        further = [(node.body, scope), (node.orelse, scope)]
    else:
        further = list(meant(facts, node, scope))
    if not further or steps == 0:
        yield value
        return
    for each in further:
        yield from _leaves(facts, each, steps - 1)


def _self(node: ast.expr, scope: Scope) -> str | None:
    if not isinstance(node, ast.Name) or node.id not in {"self", "cls"}:
        return None
    owner = enclosing_class(scope)
    return owner.symbol if owner is not None else None


def _attribute(facts: Facts, owner: str, name: str) -> Iterator[Placed]:
    for symbol in facts.index.ancestors(owner):
        defined = facts.index.definition(symbol)
        if not isinstance(defined, Class):
            continue
        for field in own_fields(defined):
            if field.name == name:
                if field.value is not None:
                    yield field.value, defined
                return
        method = defined.functions.get(name)
        if method is not None:
            for value in returned(method):
                yield value, method
            return
        if f"self.{name}" in defined.assigned:
            start = defined.functions.get("__init__") or defined
            for value in defined.assigned[f"self.{name}"]:
                yield value, start
            return


def _called(facts: Facts, node: ast.Call, scope: Scope) -> Iterator[Placed]:
    name = facts.index.called(node.func, scope)
    if name.rpartition(".")[2] in _FIELDS:
        default = _default(node)
        if default is not None:
            yield default, scope
        return
    function = facts.index.definition(name)
    if isinstance(function, Function):
        for value in returned(function):
            yield value, function
        return
    yield node, scope


def _default(node: ast.Call) -> ast.expr | None:
    for keyword in node.keywords:
        if keyword.arg == "default":
            return keyword.value
        if keyword.arg == "default_factory":
            if isinstance(keyword.value, ast.Lambda):
                return keyword.value.body
            empty = dotted(keyword.value) in {"list", "tuple", "set"}
            return ast.List(elts=[], ctx=ast.Load()) if empty else keyword.value
    return node.args[0] if node.args else None
