"""The claims that every token of a project is sure to have."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.straight import is_set, straight
from fastscaffold.audit.facts.tokens.jwt_calls import encodings
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

_SERIALISED = frozenset({"dict", "model_dump"})
_COPIED = frozenset({"copy", "deepcopy", "dict"})
MAX_STEPS = 6


def issued_claims(facts: Facts, role: Role = Role.PRODUCTION) -> frozenset[str]:
    """What stands in each token that code of a role signs; nothing where it signs none.

    Only what is written unconditionally counts: a claim that a branch may leave out, that may be
    None, or that comes out of what cannot be followed is left out.
    """
    found = [
        _Claims(facts).of(_payload(call), call.function or call.module, call.node)
        for call in encodings(facts, role)
    ]
    return _common(found)


def _payload(call: Call) -> ast.expr | None:
    for name in ("payload", "claims"):
        given = call.argument(name, 0)
        if given is not None:
            return given
    return None


class _Claims:
    """Looks for the keys of a mapping."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._seen: set[tuple[int, str]] = set()

    def of(self, node: ast.expr | None, scope: Scope, before: ast.AST) -> frozenset[str]:
        """The keys that an expression is sure to have, read above another one."""
        match node:
            case ast.Dict():
                return self._dict(node, scope, before)
            case ast.Name() if isinstance(scope, Function):
                return self._name(node.id, scope, before)
            case ast.BinOp(op=ast.BitOr()):
                return self.of(node.left, scope, before) | self.of(node.right, scope, before)
            case ast.Call():
                return self._call(node, scope, before)
            case _:
                return frozenset()

    def _dict(self, node: ast.Dict, scope: Scope, before: ast.AST) -> frozenset[str]:
        keys: set[str] = set()
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                keys |= self.of(value, scope, before)
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                if _is_given(value, scope):
                    keys.add(key.value)
                else:
                    keys.discard(key.value)
        return frozenset(keys)

    def _call(self, node: ast.Call, scope: Scope, before: ast.AST) -> frozenset[str]:
        match node.func:
            case ast.Attribute(value=inner, attr=name) if not node.args and not node.keywords:
                if name in _SERIALISED and isinstance(inner, ast.Call):
                    made = self._facts.index.called(inner.func, scope)
                    if isinstance(self._facts.index.definition(made), Class):
                        return _keywords(inner, scope)
                return self.of(inner, scope, before) if name in _COPIED else frozenset()
            case ast.Name(id="dict"):
                found = _keywords(node, scope)
                for each in node.args[:1]:
                    found |= self.of(each, scope, before)
                return found
            case _:
                pass
        name = self._facts.index.called(node.func, scope)
        if name in {"copy.copy", "copy.deepcopy"} and node.args:
            return self.of(node.args[0], scope, before)
        function = self._facts.index.definition(name)
        if not isinstance(function, Function) or not self._enter(function, "return"):
            return frozenset()
        parts = [self.of(each, function, each) for each in returned(function)]
        return _common(parts)

    def _name(self, name: str, function: Function, before: ast.AST) -> frozenset[str]:
        """What a local name holds: its last value, and what is put in on the way there."""
        if not self._enter(function, name):
            return frozenset()
        keys: frozenset[str] | None = None
        assigned = 0
        for statement in straight(function, before):
            assigned += _assigns(statement, name)
            match statement:
                case ast.Assign(targets=[ast.Name(id=held)], value=value) if held == name:
                    keys = self._value(value, name, function, statement, keys)
                case ast.AnnAssign(target=ast.Name(id=held), value=ast.expr() as value) if (
                    held == name
                ):
                    keys = self._value(value, name, function, statement, keys)
                case _:
                    keys = self._added(statement, name, function, keys)
        if keys is None:
            keys = self._given(name, function)
        # What a branch assigns, or a loop, may be something else.
        elsewhere = len(function.assigned.get(name, [])) > assigned
        if elsewhere or _is_taken_from(function, name):
            return frozenset()
        return keys

    def _value(
        self,
        value: ast.expr,
        name: str,
        function: Function,
        statement: ast.stmt,
        keys: frozenset[str] | None,
    ) -> frozenset[str]:
        # A copy of itself keeps what it holds.
        if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value)):
            self._seen.discard((id(function), name))
            return keys or self._given(name, function)
        return self.of(value, function, statement)

    def _added(
        self, statement: ast.stmt, name: str, function: Function, keys: frozenset[str] | None
    ) -> frozenset[str] | None:
        match statement:
            case ast.Assign(
                targets=[
                    ast.Subscript(value=ast.Name(id=held), slice=ast.Constant(value=str() as key))
                ],
                value=value,
            ) if held == name and _is_given(value, function):
                return (self._given(name, function) if keys is None else keys) | {key}
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=held), attr="update")) as call
            ) if held == name:
                found = self._given(name, function) if keys is None else keys
                for each in call.args[:1]:
                    found |= self.of(each, function, statement)
                return found | _keywords(call, function)
            case _:
                return keys

    def _given(self, name: str, function: Function) -> frozenset[str]:
        """What all callers pass for a parameter."""
        calls = self._facts.callers.of(function)
        if not function.takes(name) or not calls or len(self._seen) > MAX_STEPS:
            return frozenset()
        position = function.position(name)
        parts = [
            self.of(call.argument(name, position), call.function or call.module, call.node)
            for call in calls
        ]
        return _common(parts)

    def _enter(self, function: Function, name: str) -> bool:
        """Whether this is not looked at already."""
        key = (id(function), name)
        if key in self._seen or len(self._seen) > MAX_STEPS:
            return False
        self._seen.add(key)
        return True


def _common(parts: Sequence[frozenset[str]]) -> frozenset[str]:
    """What all of them hold; nothing where there are none."""
    if not parts:
        return frozenset()
    first, *others = parts
    return first.intersection(*others)


def _assigns(statement: ast.stmt, name: str) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _keywords(call: ast.Call, scope: Scope) -> frozenset[str]:
    return frozenset(
        each.arg for each in call.keywords if each.arg is not None and _is_given(each.value, scope)
    )


def _is_given(value: ast.expr, scope: Scope) -> bool:
    """Whether a value is sure to be none but None."""
    match value:
        case ast.Constant():
            return value.value is not None
        case ast.IfExp():
            return _is_given(value.body, scope) and _is_given(value.orelse, scope)
        case ast.Name(id=name) if isinstance(scope, Function):
            if is_set(name, scope, value):
                return True
            annotation = ast.dump(scope.annotation(name) or ast.Tuple(elts=[]))
            if "Optional" in annotation or "value=None" in annotation:
                return False
            default = next((each for arg, each in scope.parameters() if arg.arg == name), None)
            values = [*scope.assigned.get(name, []), *([default] if default is not None else [])]
            return not any(isinstance(each, ast.Constant) and each.value is None for each in values)
        case _:
            return True


def _is_taken_from(function: Function, name: str) -> bool:
    """Whether something may be taken out of a mapping again."""
    for node in ast.walk(function.node):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=held), attr="pop" | "clear")):
                if held == name:
                    return True
            case ast.Delete(targets=targets):
                if any(name in ast.dump(each) for each in targets):
                    return True
            case _:
                pass
    return False
