"""Where the values of names come from: of variables, constants, attributes and members."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SCHEMAS, SETTINGS, all_fields
from fastscaffold.audit.facts.origins.given import GivenSearch
from fastscaffold.audit.facts.origins.nodes import (
    call_of,
    looped,
    place_at,
    put_in,
    stems,
    with_stem,
)
from fastscaffold.audit.facts.origins.origin import Name, Origin
from fastscaffold.audit.facts.running.held_names import is_given_anew
from fastscaffold.audit.facts.settings.parsed_arguments import defaults_of, is_parsed
from fastscaffold.audit.modules import (
    Class,
    Function,
    Module,
    dotted,
    enclosing_class,
    module_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.given import Handed
    from fastscaffold.audit.facts.origins.search import Trail
    from fastscaffold.audit.modules import Scope


class NameSearch(GivenSearch):
    """Looks at what names stand for."""

    def _name(self, node: ast.Name, scope: Scope, trail: Trail, steps: int) -> list[Origin]:
        current: Scope = scope
        while isinstance(current, Function):
            values = current.assigned.get(node.id, [])
            takes = current.takes(node.id)
            values = (self.shipped.only if takes else self.shipped.of)(values, current)
            values = [each for each in values if self._may_come(each, current)]
            values = self._readable(values, current)
            if values:
                inner = (*trail, Name(node.id, 0))
                found = self._all(values, current, inner, steps)
                grown = put_in(node.id, current.calls, current.node)
                found += self._put(grown, current, inner, steps)
                # A variable of a loop that is given anew from itself.
                found = found or self._all(looped(node.id, current.node), current, inner, steps)
                if takes and not is_given_anew(current, node.id, node):
                    found += self._parameter(current, node.id, trail, steps)
                return found
            if takes:
                return self._parameter(current, node.id, trail, steps)
            gone_through = looped(node.id, current.node)
            if gone_through:
                return self._all(gone_through, current, (*trail, Name(node.id, 0)), steps)
            current = current.parent or current.module
        return self._of_symbol(node, scope, trail, steps)

    def _of_symbol(
        self, node: ast.Name | ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        found: list[Origin] = []
        symbol = self.index.symbol(node, scope)
        name = (symbol or "").rpartition(".")[2]
        if isinstance(scope, Class) and isinstance(node, ast.Name) and node.id in scope.assigned:
            values: list[tuple[ast.expr, Scope]] = [
                (value, scope) for value in scope.assigned[node.id]
            ]
            return self._held(values, (*trail, Name(node.id, 0)), steps)
        if symbol is not None and self.index.definition(symbol) is None:
            inner = (*trail, Name(name, 0))
            found = self._held(self.index.values_of(symbol), inner, steps)
            found += self._filled(symbol, inner, steps)
        found += self._given_anew(node, scope, trail, steps)
        if not found and isinstance(node, ast.Name):
            module = module_of(scope)
            found = self._all(looped(node.id, module.tree), module, trail, steps)
        if not found and symbol is not None:
            holder = symbol.rpartition(".")[0]
            for value, outer in self.index.values_of(holder):
                kind = self.index.kind(value, outer) or self.index.kind(node, scope)
                if isinstance(self.index.definition(kind), Class):
                    found += self._of_member(kind or "", name, trail, steps) or []
        if not found and symbol is not None:
            found = self._through(symbol, node, trail, steps)
        return found or [self._unknown(node, scope, trail)]

    def _through(self, symbol: str, node: ast.expr, trail: Trail, steps: int) -> list[Origin]:
        """An attribute of an attribute of what a module holds, by whatever name it goes."""
        parts = symbol.split(".")
        for end in range(len(parts) - 1, 0, -1):
            for value, holder in self.index.values_of(".".join(parts[:end])):
                inner = value
                for name in parts[end:]:
                    inner = ast.copy_location(ast.Attribute(inner, name, ast.Load()), node)
                # As it stands it has been looked at already.
                if not isinstance(value, ast.Name | ast.Attribute):
                    found = self.of(inner, holder, trail, steps)
                    return [each for each in found if each.kind != "unknown"]
        return []

    def _filled(self, symbol: str, trail: Trail, steps: int) -> list[Origin]:
        """What a module puts into its own list."""
        module, _, name = symbol.rpartition(".")
        holder = self.index.definition(module)
        if not isinstance(holder, Module):
            return []
        calls = [call for call in holder.calls if call.function is None]
        return self._put(put_in(name, calls, holder.tree), holder, trail, steps)

    def _put(self, grown: list[ast.expr], holder: Scope, trail: Trail, steps: int) -> list[Origin]:
        """What is put into a list: as shipped, and by settings that are empty by default."""
        shipped = self.shipped.only(grown, holder)
        found: list[Origin] = []
        for value in grown:
            given = self.of(value, holder, trail, steps)
            runs = any(value is each for each in shipped)
            found += [each for each in given if runs or (each.is_settings and not each.value)]
        return found

    def _given_anew(
        self, node: ast.Name | ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """What a module gives a name that it imports, such as a default where it is empty."""
        module = module_of(scope)
        if not isinstance(node, ast.Name) or node.id not in module.imports:
            return []
        values = module.assigned.get(node.id, [])
        return self._held([(each, module) for each in values], (*trail, Name(node.id, 0)), steps)

    def _held(self, values: list[tuple[ast.expr, Scope]], trail: Trail, steps: int) -> list[Origin]:
        """What a constant is given; where it is a literal the constant is the place."""
        counted = self.shipped.of([each for each, _ in values], values[0][1]) if values else []
        return [
            self._placed(each, value, holder)
            for value, holder in values
            if any(value is each for each in counted)
            for each in self.of(value, holder, trail, steps)
        ]

    def _placed(self, origin: Origin, value: ast.expr, holder: Scope) -> Origin:
        first = value.lineno
        last = value.end_lineno or first
        module = module_of(holder)
        inside = origin.place.path == module.path and first <= origin.place.line <= last
        return replace(origin, place=place_at(value, holder)) if inside else origin

    def _attribute(
        self, node: ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        if node.attr in {"value", "hex"} or _is_moment(node):
            return self.of(node.value, scope, trail, steps)
        held = scope.assigned.get(dotted(node) or "") if isinstance(scope, Function) else None
        found = self._all(held or [], scope, (*trail, Name(node.attr, 0)), steps)
        # One that is given anew from itself is what it was: ``sent.name = sent.name.strip()``.
        if found:
            return found
        kept = self._in_state(node, (*trail, Name(node.attr, 0)), steps)
        if kept:
            return kept
        if is_parsed(node.value):
            inner = (*trail, Name(node.attr, 0))
            return [
                replace(each, is_default=True)
                for default, call in defaults_of(node.attr, module_of(scope))
                for each in self.of(default, call.scope, inner, steps)
            ] or [self._unknown(node, scope, trail)]
        chosen = self.choices.of(node.value, scope)
        if len(chosen) > 1 and all(self._is_settings(each) for each in chosen):
            ways = [self._of_member(each, node.attr, trail, steps) for each in chosen]
            return [each for way in ways for each in way or []]
        owner = self._owner(node.value, scope)
        if len(chosen) == 1 and (owner is None or self._is_settings(chosen[0])):
            owner = chosen[0]
        if owner is None:
            found = self._of_symbol(node, scope, trail, steps)
            if any(each.kind != "unknown" for each in found):
                return found
            inner = (*trail, Name(node.attr, 0))
            return self.item(node, scope, inner, steps) or self._of_given(node, scope, trail, steps)
        if self.index.is_a(owner, *SCHEMAS) and not self._is_settings(owner):
            # What a client sent, whatever it is by default.
            given = self._of_given(node, scope, trail, steps)
            if given[0].kind == "parameter":
                return given
        if not self.index.is_a(owner, *SETTINGS):
            # Models that a file fills.
            item = self.item(node, scope, (*trail, Name(node.attr, 0)), steps)
            if item is not None:
                return item
        member = self._of_member(owner, node.attr, trail, steps)
        if member is not None and any(each.kind != "unknown" for each in member):
            return member
        # What is handed over may have more than its annotation, such as a protocol, tells.
        handed = self._of_given(node, scope, trail, steps)
        is_told = any(each.kind not in {"parameter", "unknown"} for each in handed)
        return handed if member is None or is_told else member

    def _in_state(self, node: ast.Attribute, trail: Trail, steps: int) -> list[Origin]:
        """What a state holds under that name; nothing, where that cannot be told."""
        given = self.index.in_state(node)
        found = [each for value, holder in given for each in self.of(value, holder, trail, steps)]
        return [each for each in found if each.kind not in {"parameter", "unknown"}]

    def _of_given(
        self, node: ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """An attribute of what a caller gives is given by it, too."""
        handed = self._of_handed(node, scope, trail, steps)
        if any(each.kind not in {"parameter", "unknown"} for each in handed):
            return handed
        inner = self.of(node.value, scope, trail, steps)
        taken = [each for each in inner if each.kind == "parameter"]
        return taken or [self._unknown(node, scope, (*trail, Name(node.attr, 0)))]

    def _of_handed(
        self, node: ast.Attribute, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin]:
        """An attribute of what no annotation tells of: of what calls and assignments give."""
        found: list[Origin] = []
        for stem in stems(node):
            for value, holder, frames in self._given_for(stem, scope):
                kept, self.frames = self.frames, frames
                try:
                    found += self.of(with_stem(node, stem, value), holder, trail, steps)
                finally:
                    self.frames = kept
            if found:
                break
        return found

    def _given_for(self, stem: ast.expr, scope: Scope) -> Iterator[Handed]:
        """What a parameter, a local name, or an attribute of an instance or a state is given."""
        name = dotted(stem)
        if name is None:
            return
        if isinstance(stem, ast.Name):
            if isinstance(scope, Function) and (name not in scope.assigned or scope.takes(name)):
                yield from self._handed(name, scope)
            elif isinstance(scope, Function):
                yield from ((value, scope, self.frames) for value in scope.assigned[name])
            return
        if isinstance(stem, ast.Attribute):
            kept = self.index.in_state(stem)
            yield from ((value, holder, self.frames) for value, holder in kept)
        owner = enclosing_class(scope) if name.startswith("self.") else None
        for symbol in self.index.ancestors(owner.symbol) if owner is not None else ():
            defined = self.index.definition(symbol)
            for holder in defined.functions.values() if isinstance(defined, Class) else ():
                yield from ((value, holder, self.frames) for value in holder.assigned.get(name, ()))

    def _owner(self, node: ast.expr, scope: Scope) -> str | None:
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            owner = scope if isinstance(scope, Class) else enclosing_class(scope)
            return owner.symbol if owner is not None else None
        kind = self.index.kind(node, scope) or self.index.symbol(node, scope)
        return kind if isinstance(self.index.definition(kind), Class) else None

    def _of_member(self, owner: str, name: str, trail: Trail, steps: int) -> list[Origin] | None:
        """What an attribute of an instance holds; None where the class does not say."""
        inner = (*trail, Name(name, 0))
        for symbol in self.index.ancestors(owner):
            definition = self.index.definition(symbol)
            if not isinstance(definition, Class):
                continue
            method = definition.functions.get(name)
            if method is not None:
                return self._returned(method, inner, steps)
            found = self._set_in(definition, name, owner, inner, steps)
            if found is not None:
                return found
        defined = self.index.definition(owner)
        field = all_fields(self.index, defined).get(name) if isinstance(defined, Class) else None
        if field is None:
            return self._of_hook("__getattr__", ast.Constant(name), owner, inner, steps)
        return self.of_field(field, inner, steps, owner)

    def _of_hook(
        self, hook: str, key: ast.expr, owner: str | None, trail: Trail, steps: int
    ) -> list[Origin] | None:
        """What an instance gives for a key by what its class defines for all of them."""
        method = self.index.method(owner, hook)
        if method is None:
            return None
        node = ast.Call(ast.Attribute(ast.Name("self", ast.Load()), hook, ast.Load()), [key], [])
        node = ast.fix_missing_locations(ast.copy_location(node, method.node))
        found = self._returned(method, trail, steps, call_of(node, method))
        known = [each for each in found if each.kind != "unknown"]
        return known or None


def _is_moment(node: ast.Attribute) -> bool:
    """Whether it is another form of a moment of arrow or pendulum: ``moment.int_timestamp``."""
    is_made = node.attr in {"datetime", "naive"} and isinstance(node.value, ast.Call)
    return is_made or node.attr in {"float_timestamp", "int_timestamp"}
