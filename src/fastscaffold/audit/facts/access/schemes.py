"""Schemes of FastAPI's, and classes that derive from them: which refuse by themselves."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.origins.followed import entries
from fastscaffold.audit.facts.running.ways_around import may_end_without
from fastscaffold.audit.modules import Class, Function, last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.dependencies import Dependency
    from fastscaffold.audit.modules import Scope

_Placed: TypeAlias = "tuple[ast.expr, Scope]"
# What makes an instance, and each constructor that hands on to the next one.
_Makings: TypeAlias = "list[tuple[ast.Call, Scope]]"

_SCHEMES = re.compile(
    r"(APIKey(Header|Query|Cookie)|HTTPBearer|HTTPBasic|HTTPDigest|OAuth2\w*|OpenIdConnect)$"
)
_FORMS = re.compile(r"OAuth2PasswordRequestForm(Strict)?$")
_SWITCH = "auto_error"
# What the constructors of FastAPI's take.
_OF_FASTAPI = frozenset(
    {
        *("authorizationUrl", "bearerFormat", "description", "flows", "name", "openIdConnectUrl"),
        *("realm", "refreshUrl", "scheme_name", "scopes", "tokenUrl", _SWITCH),
    }
)


def is_scheme(facts: Facts, symbol: str) -> bool:
    """Whether a class is one of FastAPI's that ask for credentials, or derives from one."""
    bases = facts.index.ancestors(symbol)
    return any(map(_SCHEMES.search, bases)) and not any(map(_FORMS.search, bases))


def is_strict_scheme(facts: Facts, dependency: Dependency) -> bool:
    """Whether what a scheme has of FastAPI refuses: nothing of its own hides that, or ends it."""
    symbol = dependency.symbol
    if not is_scheme(facts, symbol) or not _runs_that_of_fastapi(facts, symbol):
        return False
    return _asks(facts, dependency) is True


def decided_by_switch(facts: Facts, dependency: Dependency, function: Function) -> bool | None:
    """Whether a method that asks ``self.auto_error`` refuses; None for one that does not ask."""
    asking = any(each.attr == _SWITCH for each in walk(function.node, ast.Attribute))
    return _asks(facts, dependency) if asking else None


def own_arguments(facts: Facts, symbol: str, made: ast.Call) -> list[ast.expr]:
    """What an instance is made with, but for what a scheme hands on to FastAPI."""
    if not is_scheme(facts, symbol):
        return arguments_of(made)
    start = facts.index.method(symbol, "__init__")
    names = start.positional if start is not None else []
    given = [*zip(names, made.args, strict=False), *((e.arg, e.value) for e in made.keywords)]
    return [value for name, value in given if name not in _OF_FASTAPI]


def _asks(facts: Facts, dependency: Dependency) -> bool | None:
    """Whether a scheme is an instance that is not made with ``auto_error=False``; None for none."""
    target = dependency.target
    if target is None or facts.index.symbol(target, dependency.scope) == dependency.symbol:
        return None
    made = _made(facts, target, dependency.scope)
    if made is None:
        return True
    makings = [made]
    for start in facts.index.methods(dependency.symbol, "__init__"):
        inner = _handing_on(start, "__init__")
        if not inner:
            # It does by hand what the constructor of FastAPI does.
            kept = start.assigned.get(f"self.{_SWITCH}")
            return not kept or _value(facts, (kept[-1], start), makings) is not False
        makings.append((inner[-1], start))
    return _given(facts, _SWITCH, None, makings) is not False


def _made(facts: Facts, target: ast.expr, scope: Scope) -> tuple[ast.Call, Scope] | None:
    """The call that makes what a dependency names."""
    values: list[_Placed] = [(target, scope)]
    if isinstance(target, ast.Name) and isinstance(scope, Function) and target.id in scope.assigned:
        values = [(each, scope) for each in scope.assigned[target.id]]
    elif isinstance(target, ast.Name | ast.Attribute):
        values = facts.index.values_of(facts.index.symbol(target, scope))
        if not values and isinstance(target, ast.Attribute):
            values = _held(facts, target, scope)
    return next(((value, at) for value, at in values if isinstance(value, ast.Call)), None)


def _held(facts: Facts, target: ast.Attribute, scope: Scope) -> list[_Placed]:
    """What an attribute of an instance is given: ``auth.bearer``."""
    for symbol in facts.index.ancestors(facts.index.kind(target.value, scope)):
        holder = facts.index.definition(symbol)
        if isinstance(holder, Class):
            start: Scope = holder.functions.get("__init__", holder)
            found: list[_Placed] = [
                *((each, start) for each in holder.assigned.get(f"self.{target.attr}", ())),
                *((each, holder) for each in holder.assigned.get(target.attr, ())),
            ]
            if found:
                return found
    return []


def _value(facts: Facts, placed: _Placed, makings: _Makings) -> object:
    """What an expression is where a constructor was called as it was."""
    node, scope = placed
    if isinstance(node, ast.Name) and isinstance(scope, Function) and scope.takes(node.id):
        return _given(facts, node.id, scope, makings)
    return facts.values.fold(node, scope)


def _given(facts: Facts, name: str, taken_by: Function | None, makings: _Makings) -> object:
    """What the last of some calls gives a parameter; None where that says nothing."""
    *before, (call, scope) = makings
    position = taken_by.position(name) if taken_by is not None else None
    named = [each.value for each in call.keywords if each.arg == name]
    if position is not None and position < len(call.args):
        named.append(call.args[position])
    if named:
        return _value(facts, (named[0], scope), before)
    for each in (each.value for each in call.keywords if each.arg is None):
        if (spread := entries(facts, each, scope)) is not None and name in spread:
            return _value(facts, spread[name], before)
    if before and any(each.arg is None for each in call.keywords):
        # ``**kwargs`` are what the constructor itself was given.
        return _given(facts, name, None, before)
    if taken_by is None:
        return None
    defaults = {argument.arg: default for argument, default in taken_by.parameters()}
    return facts.values.fold(defaults.get(name), taken_by)


def _runs_that_of_fastapi(facts: Facts, symbol: str) -> bool:
    """Whether what a class defines itself always calls that of its base, and lets its error go."""
    for function in facts.index.methods(symbol, "__call__"):
        inner = _handing_on(function, "__call__")
        if not inner or may_end_without(facts, function, inner):
            return False
    return True


def _handing_on(function: Function, name: str) -> list[ast.Call]:
    """The calls of a method by the same one of a base: ``super().__call__(request)``."""
    return [each.node for each in function.calls if last_called(each.node) == name]
