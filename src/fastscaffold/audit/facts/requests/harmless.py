"""Types whose values hold no text of a client's choice: numbers, identifiers, enumerations."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Function, Scope

_TYPES = frozenset(
    (
        *("int", "float", "bool", "complex", "UUID", "UUID4", "date", "datetime", "time"),
        *("timedelta", "Decimal", "Literal", "PositiveInt", "NonNegativeInt", "type", "Type"),
        *("Table", "Column", "InstrumentedAttribute", "IPv4Address", "IPv6Address"),
        *("IPvAnyAddress", "NegativeInt", "NonPositiveInt", "PositiveFloat", "NonNegativeFloat"),
        *("UUID1", "UUID3", "UUID5", "UUID6", "UUID7", "UUID8", "conint", "confloat", "condecimal"),
    )
)
_VALIDATORS = frozenset({"AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"})
_LISTS = frozenset({"list", "List", "Sequence", "set", "tuple"})


class Harmless:
    """Tells by types whether a value can hold what somebody makes up."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def is_value(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression has such a type."""
        kind = self.index.kind(node, scope)
        if (kind or "").rpartition(".")[2] in _TYPES or self._is_enumeration(kind):
            return True
        if not isinstance(node, ast.Attribute):
            return False
        owner = self.index.kind(node.value, scope)
        defined = self.index.definition(owner)
        if isinstance(defined, Class):
            field = all_fields(self.index, defined).get(node.attr)
            if field is not None and self.admits(field.annotation, field.owner):
                return True
        return node.attr.startswith("__") or (
            node.attr in {"value", "name"} and self._is_enumeration(owner)
        )

    def is_parameter(self, function: Function, name: str) -> bool:
        """Whether a parameter has such a type, or a pattern that it has to match."""
        annotation = function.annotation(name)
        if self.admits(annotation, function.module):
            return True
        default = next((d for a, d in function.parameters() if a.arg == name), None)
        markers = [
            default,
            *(each for each, _ in self.index.metadata(annotation, function.module)),
        ]
        return any(isinstance(each, ast.Call) and self._checks(each, function) for each in markers)

    def _checks(self, marker: ast.Call, function: Function) -> bool:
        """Whether metadata refuses texts, by a pattern or by a function."""
        if any(keyword.arg in {"pattern", "regex"} for keyword in marker.keywords):
            return True
        name = self.index.called(marker.func, function.module)
        return name.rpartition(".")[2] in _VALIDATORS

    def admits(self, annotation: ast.expr | None, scope: Scope) -> bool:
        """Whether an annotation admits such types only."""
        kinds = self.index.typed(annotation, scope)
        return bool(kinds) and all(self._is_type(each, holder) for each, holder in kinds)

    def _is_type(self, node: ast.expr, scope: Scope) -> bool:
        plain = node.value if isinstance(node, ast.Subscript) else node
        symbol = self.index.symbol(plain, scope)
        name = (symbol or "").rpartition(".")[2]
        if name in _LISTS and isinstance(node, ast.Subscript):
            return self.admits(node.slice, scope)
        return name in _TYPES or self._is_enumeration(symbol)

    def _is_enumeration(self, symbol: str | None) -> bool:
        defined = self.index.definition(symbol)
        return isinstance(defined, Class) and self.index.is_a(
            defined.symbol, "*.Enum", "*.StrEnum", "*.IntEnum"
        )
