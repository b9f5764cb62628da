"""Where the values of parameters and fields come from: callers, clients, constructors, defaults."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.classes import Field, all_fields
from fastscaffold.audit.facts.origins.nodes import around, default_of, is_placeholder, unpacked
from fastscaffold.audit.facts.origins.origin import Kind, Name, Origin
from fastscaffold.audit.facts.origins.search import Search
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.running.asked_values import without_empty
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import text_entries
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.search import Trail
    from fastscaffold.audit.modules import Call, Scope

    # A value, where it is to be read, and the calls by which that was come to.
    Handed: TypeAlias = tuple[ast.expr, Scope, list[tuple[Function, Call]]]


# Fewer names may stand together by chance.
ENOUGH_FIELDS = 4


class GivenSearch(Search):
    """Looks at what calls give."""

    def _parameter(self, function: Function, name: str, trail: Trail, steps: int) -> list[Origin]:
        """What callers and clients give, and the default where one of them gives nothing."""
        default = next((d for a, d in function.parameters() if a.arg == name), None)
        calls = self.callers.of(function)
        entered = [place for place, (each, _) in enumerate(self.frames) if each is function]
        if entered:
            return self._of_frame(entered[-1], name, default, trail, steps)
        found: list[Origin] = []
        for call in calls:
            value = call.argument(name, function.position(name))
            beside = tuple(around(call, function))
            if value is not None:
                given = self.of(value, call.scope, (*trail, *beside, Name(name, 1)), steps)
                found += without_empty(given, value, call)
            elif default is not None and call.is_complete:
                inner = (*trail, *beside, Name(name, 1))
                found += self._default_of(default, function, inner, steps)
            else:
                found.append(self._given(function, name, trail))
        is_sent = (function, name) in self.sent
        if not calls and default is not None:
            found += self._default_of(default, function, (*trail, Name(name, 1)), steps)
        # The default of what a client sends is only what holds where it sends nothing.
        if is_sent or (not calls and (default is None or isinstance(default, ast.Call))):
            found.append(self._given(function, name, trail))
        return found

    def _of_frame(
        self, place: int, name: str, default: ast.expr | None, trail: Trail, steps: int
    ) -> list[Origin]:
        """What the call gives that the search came in by, read where that call stands."""
        function, call = self.frames[place]
        value = call.argument(name, function.position(name))
        inner = (*trail, *around(call, function), Name(name, 1))
        kept, self.frames = self.frames, self.frames[:place]
        try:
            if value is not None:
                return self.of(value, call.scope, inner, steps)
            if default is not None and call.is_complete:
                return self._default_of(default, function, inner, steps)
            return [self._given(function, name, trail)]
        finally:
            self.frames = kept

    def _handed(self, name: str, scope: Function) -> Iterator[Handed]:
        """What calls give for a parameter, where it is to be read, and how that was come by."""
        function: Function | None = scope
        while function is not None and not function.takes(name):
            function = function.parent
        if function is None or name in {"self", "cls"}:
            return
        entered = [place for place, (each, _) in enumerate(self.frames) if each is function]
        frames = self.frames[: entered[-1]] if entered else self.frames
        calls = [self.frames[entered[-1]][1]] if entered else self.callers.of(function)
        default = next((d for a, d in function.parameters() if a.arg == name), None)
        for call in calls:
            value = call.argument(name, function.position(name))
            if value is not None:
                yield value, call.scope, frames
            elif default is not None and call.is_complete:
                yield default, function.module, frames

    def _default_of(
        self, default: ast.expr, function: Function, trail: Trail, steps: int
    ) -> list[Origin]:
        # Where the function is defined: a name of a class is seen in the defaults of its methods.
        around = function.owner or function.parent or function.module
        return [
            each
            for each in self.of(default, around, trail, steps)
            if each.kind != "constant" or each.value is not None
        ]

    def _given(self, function: Function, name: str, trail: Trail) -> Origin:
        place = Place(function.module.path, function.node.lineno)
        return Origin(
            "parameter",
            place,
            UNKNOWN,
            (*trail, Name(function.name, 1), Name(name, 1)),
            parameter=(function, name),
        )

    def of_field(
        self, field: Field, trail: Trail, steps: int, owner: str | None = None
    ) -> list[Origin]:
        """What instances are made with, else the default."""
        place = Place(field.module.path, field.line)
        symbol = owner or field.owner.symbol
        settings = self._is_settings(symbol)
        found = self._constructed(symbol, field.name, trail, steps)
        if found:
            return found
        value = default_of(field.value)
        loaded = self.config_files.of_field(field) if settings else None
        if value is None or loaded is not None:
            variable = loaded or (self.env_files.of_field(field) if settings else None)
            if variable is not None:
                known, shipped = variable.typed, variable.place
                return [Origin("constant", shipped, known, trail, field, is_default=True)]
            shown = self._in_table(field, symbol, trail, steps)
            if shown:
                return shown
            kind: Kind = "required" if settings else "unknown"
            return [Origin(kind, place, UNKNOWN, trail, field)]
        default = self.of(value, field.owner, trail, steps)
        if settings and all(map(is_placeholder, default)):
            default = self._given_later(symbol, field.name, trail, steps) or default
        return [
            replace(
                each,
                place=place if each.place.path == place.path else each.place,
                field=each.field or field,
                is_default=each.is_default or settings,
            )
            for each in default
        ]

    def _given_later(self, owner: str, name: str, trail: Trail, steps: int) -> list[Origin]:
        """What is put into an instance after it was made: ``settings.key = read()``."""
        found: list[Origin] = []
        for holder, value, scope in self.given_later.get(name, ()):
            kind = self.index.kind(ast.Name(holder, ast.Load()), scope)
            if kind is not None and self.index.is_a(kind, owner):
                found += self.of(value, scope, trail, steps)
        return found

    def _in_table(self, field: Field, owner: str, trail: Trail, steps: int) -> list[Origin]:
        """What a mapping of the project has that holds all that a class has to be given.

        It is what ``Config(**loaded.config)`` is made with by default, whatever loads it.
        """
        calls = self.callers.of_class(owner)
        defined = self.index.definition(owner)
        if not isinstance(defined, Class) or not any(map(_unpacks, calls)):
            return []
        fields = all_fields(self.index, defined).values()
        wanted = {each.name for each in fields if default_of(each.value) is None}
        if len(wanted) < ENOUGH_FIELDS:
            return []
        return [
            replace(each, field=field, is_default=True)
            for module in self.index.modules.values()
            for values in module.assigned.values()
            for table in values
            if module.is_production and isinstance(table, ast.Dict)
            for entries in [dict(text_entries(table))]
            if wanted <= set(entries)
            for each in self.of(entries[field.name], module, trail, steps)
        ]

    def _set_in(
        self, defined: Class, name: str, owner: str, trail: Trail, steps: int
    ) -> list[Origin] | None:
        """What the first method that gives an attribute more than a placeholder gives it.

        None where no method gives it anything.
        """
        first: list[Origin] | None = None
        for setter in defined.functions.values():
            values = setter.assigned.get(f"self.{name}")
            found = self._set_by(setter, values, owner, trail, steps) if values else None
            if found is not None and not all(map(is_placeholder, found)):
                return found
            first = found if first is None else first
        return first

    def _set_by(
        self, setter: Function, values: list[ast.expr], owner: str, trail: Trail, steps: int
    ) -> list[Origin]:
        """What a method gives an attribute; of settings it may do so at times only."""
        under = self.shipped.conditions(setter)
        if not self._is_settings(owner) or not all(under.get(id(each)) for each in values):
            return [each for value in values for each in self.of(value, setter, trail, steps)]
        found = [
            replace(each, is_default=True)
            for value in self.shipped.only(values, setter)
            for each in self.of(value, setter, trail, steps)
        ]
        tests = [test for value in values for test, _ in under[id(value)]]
        return found + self._kept_default(tests, owner, trail, steps)

    def _kept_default(
        self, tests: list[ast.expr], owner: str, trail: Trail, steps: int
    ) -> list[Origin]:
        """The default of a field that a method replaces, unless that asks whether it is it."""
        name = trail[-1].text
        asked = {each.attr for test in tests for each in walk(test, ast.Attribute)}
        defined = self.index.definition(owner)
        fields = all_fields(self.index, defined) if isinstance(defined, Class) else {}
        return (
            [] if name in asked or name not in fields else self.of_field(fields[name], trail, steps)
        )

    def _constructed(self, symbol: str, name: str, trail: Trail, steps: int) -> list[Origin]:
        """What the calls that make instances give for a field."""
        found: list[Origin] = []
        for call in self.callers.of_class(symbol):
            value = call.argument(name)
            if value is None and call.node.args and not self.index.method(symbol, "__init__"):
                definition = self.index.definition(symbol)
                fields = (
                    list(all_fields(self.index, definition))
                    if isinstance(definition, Class)
                    else []
                )
                value = call.argument(name, fields.index(name)) if name in fields else None
            if value is None:
                value = unpacked(call, name)
            if value is not None:
                found += self.of(value, call.scope, trail, steps)
                continue
            # Fields that come with all others of what a client sent.
            found += [
                each
                for keyword in call.node.keywords
                if keyword.arg is None
                for each in self.of(keyword.value, call.scope, (*trail, Name(name, 0)), steps)
                if each.kind == "parameter"
            ]
        return found


def _unpacks(call: Call) -> bool:
    return any(each.arg is None for each in call.node.keywords)
