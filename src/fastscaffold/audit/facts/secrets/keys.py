"""How good the key of a token is, as shipped: its default, its length, and what is refused."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.requests.validators import OF_FIELDS, OF_MODELS
from fastscaffold.audit.facts.running.conditions import refuses
from fastscaffold.audit.facts.secrets.made_keys import is_made
from fastscaffold.audit.facts.secrets.measured_keys import ENOUGH, Measures, demands_length
from fastscaffold.audit.facts.secrets.refused_defaults import (
    MIN_PLACEHOLDER,
    refuses_default,
    texts,
)
from fastscaffold.audit.facts.secrets.secrets import is_borrowed, is_public
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Class, Function

# ``open``: it has to be given, but nothing says how long it is. ``borrowed``: it is something
# else, such as the hash of a user's password. ``lenient``: a default is refused, not by default.
Strength: TypeAlias = Literal[
    "hard_coded", "short", "lenient", "open", "strong", "untold", "borrowed"
]


class Keys:
    """Judges where keys come from."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def measures(self) -> Measures:
        """What refuses keys that are too short."""
        return Measures(self.facts)

    @cached_property
    def graded(self) -> list[tuple[Origin, Strength]]:
        """Every key of a token; one that is borrowed or cut is decided where it is used."""
        found: list[tuple[Origin, Strength]] = []
        for call, origin in self.facts.tokens.keys:
            strength = "untold" if is_public(origin) else self.strength(origin)
            if strength == "open" and self.facts.tokens.has_key_pair(call):
                strength = "strong"
            used = replace(origin, place=at_call(call), field=None)
            is_cut = origin.kept is not None and origin.kept < ENOUGH
            if strength == "untold" and is_borrowed(origin):
                found.append((used, "borrowed"))
            elif is_cut and strength != "hard_coded":
                found.append((used, "short"))
            elif _may_be_made(origin, strength) and is_made(self.facts, origin, ENOUGH):
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
                is_measured = origin.place in self.measures.places
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
            is_refused = len(value) < ENOUGH and origin.place in self.measures.places
            if is_refused:
                return "strong"
            refused = refuses_default(self.facts, origin.place, value.lower())
            return "hard_coded" if refused is None else "open" if refused else "lenient"
        validators = list(self._validators(field))
        if self._generates(validators):
            return "strong"
        if (field.owner.symbol, field.name) in self.measures.fields and len(value) < ENOUGH:
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
        if (field.owner.symbol, field.name) in self.measures.fields:
            return True
        if demands_length(self.facts, field):
            return True
        functions = set(self.facts.callers.reached(self._validators(field)))
        return bool(functions & self.measures.functions)

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
            for each in texts(self.facts.values.fold(node, function)):
                if each == field.name:
                    continue
                if each == value or (len(each) >= MIN_PLACEHOLDER and each in value):
                    return True
        return not value and _mentions(function, field.name)


def _mentions(function: Function, name: str) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.Constant) and node.value == name)
        for node in walk(function.node)
    )


def _may_be_made(origin: Origin, strength: Strength) -> bool:
    """Whether a key may be one that is made and kept, for which an empty text only stands in."""
    return strength in {"untold", "hard_coded"} or (strength == "open" and origin.value == "")
