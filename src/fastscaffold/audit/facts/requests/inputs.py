"""What clients may send: the types of bodies and parameters, and what they are bound to."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.classes import SCHEMAS, all_fields, decorated_by, is_table
from fastscaffold.audit.facts.requests.input_types import (
    ANNOTATED_TYPES,
    BOUNDS,
    BUILT_IN_BOUNDS,
    CHANGES_TEXT,
    DESCRIPTIONS,
    HARMLESS,
    KINDS,
    MADE,
    OLD_BOUNDS,
    Input,
    InputField,
)
from fastscaffold.audit.facts.requests.model_fields import (
    alias,
    configuration,
    entries,
    is_required,
)
from fastscaffold.audit.modules import Class, Function, module_of
from fastscaffold.audit.nodes import unsubscripted
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Scope

MAX_DEPTH = 8


class Inputs:
    """Reads annotations.

    Args:
        facts: of the project.
        trusted: modules whose validators refuse nothing that is reasonable.
    """

    def __init__(self, facts: Facts, trusted: Collection[str] = ()) -> None:
        self._facts = facts
        self._index = facts.index
        self._trusted = tuple(trusted)

    def of(
        self,
        annotation: ast.expr | None,
        default: ast.expr | None,
        scope: Scope,
        depth: int = MAX_DEPTH,
    ) -> Input:
        """What an annotation, with what is given beside it, admits."""
        if annotation is None or depth == 0:
            return Input("unknown", doubts=("it has no type",))
        generic = self._generic(annotation, default, scope, depth)
        if generic is not None:
            return generic
        if isinstance(annotation, ast.Call):
            return self._made(annotation, scope)
        found = Input("unknown", doubts=("its type is not known",))
        for node, holder in self._index.typed(annotation, scope):
            found = self._plain(node, holder, depth)
            if found.kind != "unknown":
                break
        extras = [(default, scope)] if isinstance(default, ast.Call) else []
        for node, holder in (*extras, *self._index.metadata(annotation, scope)):
            found = self._bound(found, node, holder)
        return replace(found, is_nullable=self._admits_none(annotation, scope))

    def _generic(
        self, annotation: ast.expr, default: ast.expr | None, scope: Scope, depth: int
    ) -> Input | None:
        """An alias of the project that takes a type: for ``T | None``, or for a list of them."""
        if not isinstance(annotation, ast.Subscript):
            return None
        symbol = self._index.symbol(annotation.value, scope)
        for written, holder in self._index.values_of(symbol):
            inner = self.of(annotation.slice, default, scope, depth - 1)
            plain = written
            if isinstance(written, ast.Subscript) and isinstance(written.slice, ast.Tuple):
                plain = written.slice.elts[0]
            if self._admits_none(plain, holder):
                return replace(inner, is_nullable=True)
            if isinstance(plain, ast.Subscript):
                found = replace(self._plain(plain, holder, depth), item=inner)
                for node, owner in self._index.metadata(written, holder):
                    found = self._bound(found, node, owner)
                return found
        return None

    def _made(self, call: ast.Call, scope: Scope) -> Input:
        name = self._index.called(call.func, scope).rpartition(".")[2]
        if name not in MADE:
            return Input("unknown", doubts=(f"`{name}` makes its type",))
        return self._bound(Input(MADE[name]), call, scope)

    def _plain(self, node: ast.expr, scope: Scope, depth: int) -> Input:
        outer = unsubscripted(node)
        symbol = self._index.symbol(outer, scope) or ""
        last = symbol.rpartition(".")[2]
        definition = self._index.definition(symbol)
        if isinstance(definition, Class):
            return self._class(definition, depth)
        if last == "Literal" and isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            values = tuple(self._facts.values.fold(each, scope) for each in parts)
            return _choice(values)
        kind = KINDS.get(last, "unknown")
        if kind == "unknown":
            return Input("unknown", doubts=(f"`{last or unparsed(node)}` is not known",))
        item = None
        if kind == "list" and isinstance(node, ast.Subscript):
            item = self.of(node.slice, None, scope, depth - 1)
        return Input(kind, bounds=BUILT_IN_BOUNDS.get(last, {}), item=item)

    def _class(self, defined: Class, depth: int) -> Input:
        if self._index.is_a(defined.symbol, "*.Enum", "*.StrEnum", "*.IntEnum"):
            return _choice(tuple(self._members(defined)))
        if self._index.is_a(defined.symbol, *SCHEMAS) or is_table(self._index, defined):
            return self._model(defined, depth)
        return Input("unknown", doubts=(f"`{defined.name}` is not known",))

    def _members(self, defined: Class) -> Iterator[object]:
        for name, values in defined.assigned.items():
            if name.startswith("_"):
                continue
            value = values[-1]
            is_auto = (
                isinstance(value, ast.Call)
                and self._index.called(value.func, defined).rpartition(".")[2] == "auto"
            )
            if is_auto and self._index.is_a(defined.symbol, "*.StrEnum"):
                yield name.lower()
            else:
                yield self._facts.values.fold(value, defined)

    def _model(self, defined: Class, depth: int) -> Input:
        own = list(self._definitions(defined))
        config = configuration(own)
        checked, doubts = self._validators(own)
        fields = tuple(
            self._field(each, config, checked, depth)
            for each in all_fields(self._index, defined).values()
            if each.annotation is not None
            and not each.name.startswith("_")
            and "ClassVar" not in unparsed(each.annotation)
        )
        return Input(
            "model",
            fields=fields,
            examples=tuple(self._examples(config.get("json_schema_extra"))),
            doubts=doubts,
            is_closed=self._facts.values.fold(config.get("extra"), defined) == "forbid",
            symbol=defined.symbol,
        )

    def _definitions(self, defined: Class) -> Iterator[Class]:
        for symbol in self._index.ancestors(defined.symbol):
            definition = self._index.definition(symbol)
            if isinstance(definition, Class):
                yield definition

    def _validators(self, own: list[Class]) -> tuple[dict[str, str], tuple[str, ...]]:
        """By the names of fields what validates them, and what does so for the whole."""
        checked: dict[str, str] = {}
        whole: list[str] = []
        for each in own:
            if self.is_trusted(each):
                continue
            for function in decorated_by(each, "field_validator", "validator"):
                for decorator in function.node.decorator_list:
                    for node in walk(decorator):
                        if isinstance(node, ast.Constant) and isinstance(node.value, str):
                            checked[node.value] = function.name
            whole += [
                f"`{function.name}` validates it"
                for function in decorated_by(each, "model_validator", "root_validator")
            ]
        return checked, tuple(whole)

    def _field(
        self, given: Field, config: Mapping[str, ast.expr], checked: Mapping[str, str], depth: int
    ) -> InputField:
        value = self.of(given.annotation, given.value, given.owner, depth - 1)
        validator = checked.get(given.name) or checked.get("*")
        if validator is not None:
            value = replace(value, doubts=(*value.doubts, f"`{validator}` validates it"))
        calls = [
            node
            for node, _ in (
                (given.value, given.owner),
                *self._index.metadata(given.annotation, given.owner),
            )
            if isinstance(node, ast.Call)
        ]
        name = alias(self._facts, given, calls, config)
        if name is None:
            value = replace(value, doubts=(*value.doubts, "its alias is not known"))
        return InputField(name or given.name, given.name, value, is_required(given.value, calls))

    def _bound(self, found: Input, node: ast.expr, scope: Scope) -> Input:
        """Take in one thing that stands beside a type."""
        if not isinstance(node, ast.Call):
            symbol = self._index.symbol(node, scope)
            for value, holder in self._index.values_of(symbol):
                if isinstance(value, ast.Call):
                    return self._bound(found, value, holder)
            if self.is_trusted(scope) or isinstance(node, ast.Constant):
                return found
            return replace(found, doubts=(*found.doubts, f"`{unparsed(node)}` may refuse it"))
        name = self._index.called(node.func, scope).rpartition(".")[2]
        if name in ANNOTATED_TYPES and node.args:
            given = {ANNOTATED_TYPES[name]: self._facts.values.fold(node.args[0], scope)}
            return replace(found, bounds={**found.bounds, **given})
        if name in DESCRIPTIONS or name in MADE:
            return self._described(found, node, scope)
        made = self._index.definition(self._index.symbol(node.func, scope))
        own = made.module if isinstance(made, Class | Function) else scope
        if self.is_trusted(scope) or self.is_trusted(own) or name in HARMLESS:
            return found
        what = unparsed(node.args[0]) if node.args else name
        return replace(found, doubts=(*found.doubts, f"`{what}` may refuse it"))

    def _described(self, found: Input, call: ast.Call, scope: Scope) -> Input:
        bounds = dict(found.bounds)
        examples = found.examples
        is_changed = found.is_changed
        for keyword in call.keywords:
            name = OLD_BOUNDS.get(keyword.arg or "", keyword.arg or "")
            if name in BOUNDS:
                bounds[name] = self._facts.values.fold(keyword.value, scope)
            elif name in CHANGES_TEXT:
                is_changed = True
            elif name == "examples":
                examples = (*examples, *self._known(keyword.value))
        return replace(found, bounds=bounds, examples=examples, is_changed=is_changed)

    def _examples(self, extra: ast.expr | None) -> Iterator[object]:
        """Whole bodies that the source gives."""
        for name, value in entries(extra):
            if name == "examples":
                yield from self._known(value)
            elif name == "example":
                yield from self._known(ast.List([value], ast.Load()))

    def _known(self, node: ast.expr) -> list[object]:
        """The items of a list whose values are all literals."""
        try:
            listed = ast.literal_eval(node)
        except ValueError:
            return []
        return list(cast("list[object]", listed)) if isinstance(listed, list | tuple) else []

    def _admits_none(self, annotation: ast.expr, scope: Scope) -> bool:
        for node in walk(annotation):
            if isinstance(node, ast.Constant) and node.value is None:
                return True
            if isinstance(node, ast.Name | ast.Attribute):
                symbol = self._index.symbol(node, scope) or ""
                if symbol.rpartition(".")[2] == "Optional":
                    return True
        return False

    def is_trusted(self, scope: Scope) -> bool:
        """Whether something stands in one of the modules that are trusted."""
        module = module_of(scope)
        return any(f".{module.name}.".find(f".{each}.") >= 0 for each in self._trusted)


def _choice(values: tuple[object, ...]) -> Input:
    if not values or UNKNOWN in values:
        return Input("unknown", doubts=("its values are not known",))
    return Input("choice", choices=values)
