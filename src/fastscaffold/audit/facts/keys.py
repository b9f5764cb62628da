"""How good the key of a token is, as shipped: its default, its length, and what is refused."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from fastscaffold.audit.facts.conditions import refuses
from fastscaffold.audit.facts.made_keys import is_made
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.secrets import is_borrowed, is_public
from fastscaffold.audit.facts.validators import OF_FIELDS, OF_MODELS
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.origin import Origin
    from fastscaffold.audit.modules import Class, Function, Scope

# ``open``: it has to be given, but nothing says how long it is. ``borrowed``: it is something
# else, such as the hash of a user's password. ``lenient``: a default is refused, not by default.
Strength: TypeAlias = Literal[
    "hard_coded", "short", "lenient", "open", "strong", "untold", "borrowed"
]

ENOUGH = 32
# Shorter words stand in ordinary texts too.
MIN_PLACEHOLDER = 5


class Keys:
    """Judges where keys come from."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def graded(self) -> list[tuple[Origin, Strength]]:
        """Every key of a token; one that is borrowed or cut is decided where it is used."""
        found: list[tuple[Origin, Strength]] = []
        for call, origin in self.facts.tokens.keys:
            strength = "untold" if is_public(origin) else self.strength(origin)
            used = replace(origin, place=at_call(call), field=None)
            is_cut = origin.kept is not None and origin.kept < ENOUGH
            if strength == "untold" and is_borrowed(origin):
                found.append((used, "borrowed"))
            elif is_cut and strength != "hard_coded":
                found.append((used, "short"))
            elif strength in {"untold", "hard_coded"} and is_made(self.facts, origin, ENOUGH):
                found.append((origin, "strong"))
            else:
                found.append((self._placed(origin, strength), strength))
        return [*found, *((each, self.strength(each)) for each in self.facts.tokens.settings_keys)]

    def _placed(self, origin: Origin, strength: Strength) -> Origin:
        """What a file sets is no answer to how long a setting has to be: that says its field."""
        field = origin.field
        if strength != "open" or field is None:
            return origin
        return replace(origin, place=Place(field.module.path, field.line))

    def strength(self, origin: Origin) -> Strength:
        """How good one origin of a key is."""
        match origin.kind:
            case "generated":
                is_long = isinstance(origin.value, int) and origin.value >= ENOUGH
                return "strong" if is_long else "short"
            case "constant":
                return self._of_constant(origin)
            case "required" | "environment":
                if self.facts.tokens.is_asymmetric:
                    return "strong"
                is_measured = origin.place in self._measured_places
                return "strong" if is_measured or self._is_measured(origin.field) else "open"
            case _:
                return "untold"

    def _of_constant(self, origin: Origin) -> Strength:
        value = origin.value
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if value is None:
            return "strong" if self._is_measured(origin.field) else "open"
        if not isinstance(value, str) or value.startswith("-----BEGIN PUBLIC"):
            return "untold"
        field = origin.field
        if field is None:
            is_refused = len(value) < ENOUGH and origin.place in self._measured_places
            return "strong" if is_refused else "hard_coded"
        validators = list(self._validators(field))
        if self._generates(validators):
            return "strong"
        if (field.owner.symbol, field.name) in self._measured[1] and len(value) < ENOUGH:
            return "strong"
        if self._rejects(validators, field, value):
            if not refuses(self.facts, validators):
                return "lenient"
            return "strong" if self._is_measured(field) else "open"
        return "hard_coded"

    def _is_measured(self, field: Field | None) -> bool:
        """Whether something refuses a value of less than 32 characters."""
        if field is None:
            return False
        if (field.owner.symbol, field.name) in self._measured[1]:
            return True
        if any(self._least(call, scope) for call, scope in self._constraints(field)):
            return True
        functions = set(self.facts.callers.reached(self._validators(field)))
        return bool(functions & self._measured[0])

    def _constraints(self, field: Field) -> Iterator[tuple[ast.Call, Class]]:
        """``Field(...)`` and its kin, as the default or in ``Annotated``."""
        if isinstance(field.value, ast.Call):
            yield field.value, field.owner
        for each, _ in self.facts.index.metadata(field.annotation, field.owner):
            if isinstance(each, ast.Call):
                yield each, field.owner
        for node in walk(field.annotation) if field.annotation is not None else ():
            if isinstance(node, ast.Call):
                yield node, field.owner

    def _least(self, call: ast.Call, scope: Class) -> bool:
        given = {each.arg: each.value for each in call.keywords}
        node = given.get("min_length")
        name = self.facts.index.called(call.func, scope).rpartition(".")[2]
        if node is None and name in {"MinLen", "Len"} and call.args:
            node = call.args[0]
        value = self.facts.values.fold(node, scope)
        return isinstance(value, int) and value >= ENOUGH

    def _validators(self, field: Field) -> Iterator[Function]:
        """What runs when the field is given a value, or the model is made."""
        index = self.facts.index
        for each, holder in index.metadata(field.annotation, field.owner):
            call, scope = each, holder
            if isinstance(call, ast.Name):
                values = index.values_of(index.symbol(call, holder))
                call, scope = values[0] if values else (each, holder)
            if isinstance(call, ast.Call) and call.args:
                function = index.function_of(call.args[0], scope)
                if function is not None:
                    yield function
        for defined in self._holders(field):
            for function in defined.functions.values():
                for decorator in function.node.decorator_list:
                    if self._is_for(decorator, function, field.name):
                        yield function

    def _holders(self, field: Field) -> list[Class]:
        """The class of a field and those that derive from it."""
        return [
            each
            for each in self.facts.settings
            if field.owner.symbol in self.facts.index.ancestors(each.symbol)
        ] or [field.owner]

    def _is_for(self, decorator: ast.expr, function: Function, name: str) -> bool:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        last = plain.attr if isinstance(plain, ast.Attribute) else getattr(plain, "id", "")
        if last in OF_FIELDS and isinstance(decorator, ast.Call):
            return any(
                isinstance(each, ast.Constant) and each.value in {name, "*"}
                for each in decorator.args
            )
        return last in OF_MODELS and _mentions(function, name)

    def _generates(self, validators: Iterable[Function]) -> bool:
        for function in self.facts.callers.reached(validators):
            for call in function.calls:
                name = self.facts.index.origin(call)
                if name.startswith("secrets.token_") or name == "os.urandom":
                    return True
        return False

    def _rejects(self, validators: list[Function], field: Field, value: str) -> bool:
        """Whether one of them raises, and knows the default or a part of it."""
        for validator in validators:
            reached = self.facts.callers.reached([validator])
            raises = any(
                isinstance(node, ast.Raise) for each in reached for node in walk(each.node)
            )
            if raises and any(self._knows(each, field, value.lower()) for each in reached):
                return True
        return False

    def _knows(self, function: Function, field: Field, value: str) -> bool:
        for node in walk(function.node):
            if isinstance(node, ast.Attribute) and node.attr == "default":
                return True
            if not isinstance(node, ast.Constant | ast.Name | ast.Attribute):
                continue
            for each in _texts(self.facts.values.fold(node, function)):
                if each == field.name:
                    continue
                if each == value or (len(each) >= MIN_PLACEHOLDER and each in value):
                    return True
        return not value and _mentions(function, field.name)

    @cached_property
    def _measured(self) -> tuple[set[Function], set[tuple[str, str]]]:
        """What raises where a text is too short: functions of it, and fields that are compared."""
        functions: set[Function] = set()
        fields: set[tuple[str, str]] = set()
        for module in self.facts.production:
            for function in module.functions.values():
                lengths = list(self._lengths(function.node, function))
                if not lengths or not _ends(function.node):
                    continue
                for argument in lengths:
                    for origin in self.facts.origins.of(argument, function):
                        if origin.field is not None:
                            fields.add((origin.field.owner.symbol, origin.field.name))
                        elif origin.parameter is not None:
                            functions |= {function, origin.parameter[0]}
                        else:
                            functions.add(function)
        return functions, fields

    @cached_property
    def _measured_places(self) -> frozenset[Place]:
        """Where a text is read that a module, or what reads it, refuses for being too short."""
        found: set[Place] = set()
        for module in self.facts.production:
            for statement in module.tree.body:
                if isinstance(statement, ast.If | ast.Assert) and _ends(statement):
                    for argument in self._lengths(statement, module):
                        origins = self.facts.origins.of(argument, module)
                        found.update(each.place for each in origins)
            for call in module.calls:
                given = call.argument("validate")
                if given is not None and self._demands(given, call.scope):
                    found.add(at_call(call))
        return frozenset(found)

    def _demands(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a validator of environs demands 32 characters."""
        if any(self._lengths(node, scope)):
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

    def _lengths(self, holder: ast.AST, scope: Scope) -> Iterator[ast.expr]:
        """What is refused for being shorter than 32."""
        for node in walk(holder):
            if not isinstance(node, ast.Compare) or len(node.comparators) != 1:
                continue
            for side, other in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
                if not isinstance(side, ast.Call) or not side.args:
                    continue
                if not isinstance(side.func, ast.Name) or side.func.id != "len":
                    continue
                if _is_enough(self.facts.values.fold(other, scope), ENOUGH - 1):
                    yield side.args[0]


def _is_enough(bound: object, least: int = ENOUGH) -> bool:
    return isinstance(bound, int) and bound >= least


def _ends(holder: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Raise | ast.Assert)
        or (isinstance(node, ast.Attribute) and node.attr in {"exit", "_exit"})
        for node in walk(holder)
    )


def _mentions(function: Function, name: str) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.Constant) and node.value == name)
        for node in walk(function.node)
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.lower()
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            if isinstance(each, str):
                yield each.lower()
