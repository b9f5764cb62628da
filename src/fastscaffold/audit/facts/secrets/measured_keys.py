"""What refuses keys for being too short, or puts random ones in their place."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.passwords.hashing_columns import is_about
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Class, Scope

ENOUGH = 32
# How libraries name a least length that is given in order, and those that take it by name.
_LEAST = frozenset({"Len", "MinLen", "min_len"})
_REPEATED = re.compile(r"\{(\d{1,4})(,\d*)?\}")


class Measures:
    """Where the length of keys is looked at."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @property
    def functions(self) -> set[Function]:
        """What raises where a text that it is given is too short."""
        return self._compared[0]

    @property
    def fields(self) -> set[tuple[str, str]]:
        """Fields that are compared: the class, and the name."""
        return self._compared[1]

    @cached_property
    def places(self) -> frozenset[Place]:
        """Where a text is read that a module, or what reads it, refuses for being too short."""
        found: set[Place] = set(self._compared[2])
        for module in self.facts.production:
            for statement in module.tree.body:
                if isinstance(statement, ast.If | ast.Assert):
                    for argument in self._refused(statement, module):
                        origins = self.facts.origins.of(argument, module)
                        found.update(each.place for each in origins)
            for call in module.calls:
                if self._is_demanding(call):
                    found.add(at_call(call))
            for defined in module.classes.values():
                found.update(self._of_fields(defined))
        return frozenset(found)

    @cached_property
    def _compared(self) -> tuple[set[Function], set[tuple[str, str]], set[Place]]:
        functions: set[Function] = set()
        fields: set[tuple[str, str]] = set()
        places: set[Place] = set()
        for module in self.facts.production:
            for function in module.functions.values():
                for argument in self._refused(function.node, function):
                    for origin in self.facts.origins.of(argument, function):
                        if origin.field is not None:
                            fields.add((origin.field.owner.symbol, origin.field.name))
                        elif origin.parameter is not None:
                            functions |= {function, origin.parameter[0]}
                        else:
                            functions.add(function)
                            if is_run(self.facts, function):
                                places.add(origin.place)
                places.update(self._of_calls(function))
        return functions, fields, places

    def _of_calls(self, function: Function) -> Iterator[Place]:
        """What is read by each call of a helper that is told how long it has to be."""
        for measured, bound in _comparisons(function.node) if ends(function.node) else ():
            if not isinstance(bound, ast.Name) or not function.takes(bound.id):
                continue
            defaults = {each.arg: given for each, given in function.parameters()}
            for call in self.facts.callers.of(function):
                told = call.argument(bound.id, function.position(bound.id))
                told = defaults.get(bound.id) if told is None else told
                if not _is_enough(self.facts.values.fold(told, call.scope)):
                    continue
                read: list[ast.expr | None] = [call.node]
                if isinstance(measured, ast.Name) and function.takes(measured.id):
                    read.append(call.argument(measured.id, function.position(measured.id)))
                for node in read:
                    yield from (each.place for each in self.facts.origins.of(node, call.scope))

    def _of_fields(self, defined: Class) -> Iterator[Place]:
        """What an object is made with whose fields have to be long."""
        for field in own_fields(defined):
            if demands_length(self.facts, field) or self._is_checked(defined, field.name):
                yield from (each.place for each in self.facts.origins.of_field(field))

    def _is_checked(self, defined: Class, name: str) -> bool:
        """Whether a validator of a field refuses a short text."""
        return any(
            method in self.functions and is_about(decorator, name)
            for method in defined.functions.values()
            for decorator in method.node.decorator_list
        )

    def _is_demanding(self, call: Call) -> bool:
        """Whether what reads a setting runs what refuses a short one."""
        validator = call.argument("validate")
        if validator is not None and self._demands(validator, call.scope):
            return True
        cast = call.argument("cast")
        made = self.facts.index.function_of(cast, call.scope) if cast is not None else None
        return isinstance(made, Function) and any(self._refused(made.node, made))

    def _demands(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a validator of environs demands 32 characters."""
        made = self.facts.index.function_of(node, scope)
        if any(self._lengths(node, scope)) or (
            made is not None and any(self._refused(made.node, made))
        ):
            return True
        return any(
            isinstance(each, ast.Call)
            and self.facts.index.called(each.func, scope).rpartition(".")[2] == "Length"
            and _is_enough(
                self.facts.values.fold(
                    next((word.value for word in each.keywords if word.arg == "min"), None)
                    or (each.args[0] if each.args else None),
                    scope,
                )
            )
            for each in walk(node)
        )

    def _refused(self, holder: ast.AST, scope: Scope) -> Iterator[ast.expr]:
        """What is refused for being shorter than 32, or gets a random text in its place."""
        is_ended = ends(holder)
        for argument in self._lengths(holder, scope):
            if is_ended or self._is_replaced(holder, argument, scope):
                yield argument

    def _is_replaced(self, holder: ast.AST, argument: ast.expr, scope: Scope) -> bool:
        name = unparsed(argument)
        return any(
            isinstance(node, ast.Assign)
            and any(unparsed(each) == name for each in node.targets)
            and any(each.kind == "generated" for each in self.facts.origins.of(node.value, scope))
            for node in walk(holder)
        )

    def _lengths(self, holder: ast.AST, scope: Scope) -> Iterator[ast.expr]:
        for argument, bound in _comparisons(holder):
            if _is_enough(self.facts.values.fold(bound, scope), ENOUGH - 1):
                yield argument


def demands_length(facts: Facts, field: Field) -> bool:
    """Whether the type or the description of a field demands 32 characters."""
    return any(_least(facts, call, field.owner) for call in _constraints(facts, field))


def _constraints(facts: Facts, field: Field) -> Iterator[ast.Call]:
    """``Field(...)`` and its kin, as the default or in ``Annotated``, and what is in them."""
    if isinstance(field.value, ast.Call):
        yield field.value
        for given in arguments_of(field.value):
            yield from (each for each in walk(given) if isinstance(each, ast.Call))
    for each, _ in facts.index.metadata(field.annotation, field.owner):
        if isinstance(each, ast.Call):
            yield each
    for node in walk(field.annotation) if field.annotation is not None else ():
        if isinstance(node, ast.Call):
            yield node


def _least(facts: Facts, call: ast.Call, scope: Class) -> bool:
    given = {each.arg: each.value for each in call.keywords}
    node = given.get("min_length")
    name = facts.index.called(call.func, scope).rpartition(".")[2]
    if node is None and name in _LEAST and call.args:
        node = call.args[0]
    pattern = given.get("pattern") or given.get("regex")
    if pattern is not None and _repeats(facts.values.fold(pattern, scope)):
        return True
    return _is_enough(facts.values.fold(node, scope))


def _repeats(pattern: object) -> bool:
    """Whether a pattern has a part that stands in a text 32 times or more."""
    if not isinstance(pattern, str) or "|" in pattern:
        return False
    return any(int(each[1]) >= ENOUGH for each in _REPEATED.finditer(pattern))


def _comparisons(holder: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What has its length compared, with what."""
    for node in walk(holder):
        if not isinstance(node, ast.Compare) or len(node.comparators) != 1:
            continue
        for side, other in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
            match side:
                case ast.Call(func=ast.Name(id="len"), args=[measured, *_]):
                    yield measured, other
                case _:
                    pass


def _is_enough(bound: object, least: int = ENOUGH) -> bool:
    return isinstance(bound, int) and bound >= least


def is_run(facts: Facts, function: Function) -> bool:
    """Whether something is known to call a function, such as whoever makes an object."""
    is_hook = function.name.startswith("__") or bool(function.node.decorator_list)
    return is_hook or bool(facts.callers.of(function))


def ends(holder: ast.AST) -> bool:
    """Whether something raises, or ends the process."""
    return any(
        isinstance(node, ast.Raise | ast.Assert)
        or (isinstance(node, ast.Attribute) and node.attr in {"exit", "_exit"})
        for node in walk(holder)
    )
