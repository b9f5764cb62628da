"""What annotations say: the types that they admit, and what ``Annotated`` carries beside them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class
from fastscaffold.audit.names import MAX_STEPS, Names
from fastscaffold.audit.parsing import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Scope

_WRAPPERS = frozenset({"Annotated", "ClassVar", "Final", "Optional", "Required", "Type", "type"})


class Annotations(Names):
    """Names, and the types that are made of them."""

    def annotated(self, annotation: ast.AST | None, scope: Scope) -> str | None:
        """The symbol of the class in an annotation, without ``Annotated`` and ``None``."""
        for plain, holder in self.typed(annotation, scope):
            symbol = self.symbol(plain, holder)
            if symbol is None and isinstance(plain, ast.Subscript):
                # Of a generic class of the project, whatever it is filled with.
                generic = self.symbol(plain.value, holder)
                symbol = generic if isinstance(self.definition(generic), Class) else None
            if symbol is not None:
                return symbol
        return None

    def members(self, annotation: ast.AST | None, scope: Scope) -> list[ast.expr]:
        """The types that an annotation admits, without ``None``; aliases are followed."""
        return [member for member, _ in self.typed(annotation, scope)]

    def typed(
        self, annotation: ast.AST | None, scope: Scope, steps: int = 12
    ) -> list[tuple[ast.expr, Scope]]:
        """The types that an annotation admits, each with the scope that its names are of."""
        if annotation is None or steps == 0:
            return []
        match annotation:
            case ast.Constant(value=str() as text):
                parsed = parse_expression(text)
                return self.typed(parsed, scope, steps - 1) if parsed is not None else []
            case ast.Constant():
                return []
            case ast.BinOp(op=ast.BitOr()):
                return [
                    *self.typed(annotation.left, scope, steps - 1),
                    *self.typed(annotation.right, scope, steps - 1),
                ]
            case ast.Subscript():
                outer = (self.symbol(annotation.value, scope) or "").rpartition(".")[2]
                inner = annotation.slice
                if outer == "Union" and isinstance(inner, ast.Tuple):
                    return [
                        each for part in inner.elts for each in self.typed(part, scope, steps - 1)
                    ]
                if outer in _WRAPPERS:
                    first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
                    return self.typed(first, scope, steps - 1)
                return [(annotation, scope)]
            case ast.Name() | ast.Attribute():
                alias = self._alias(annotation, scope)
                if alias is not None:
                    return self.typed(alias[0], alias[1], steps - 1)
                return [(annotation, scope)]
            case _:
                return []

    def metadata(
        self, annotation: ast.AST | None, scope: Scope
    ) -> Iterator[tuple[ast.expr, Scope]]:
        """What ``Annotated`` carries beside the type, aliases followed, with the scope it is in."""
        for _ in range(MAX_STEPS):
            if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
                annotation = parse_expression(annotation.value)
            if isinstance(annotation, ast.BinOp):
                sides = (annotation.left, annotation.right)
                annotation = next(
                    (each for each in sides if not isinstance(each, ast.Constant)), None
                )
            if isinstance(annotation, ast.Subscript):
                outer = (self.symbol(annotation.value, scope) or "").rpartition(".")[2]
                inner = annotation.slice
                if outer == "Annotated" and isinstance(inner, ast.Tuple):
                    for each in inner.elts[1:]:
                        yield each, scope
                    annotation = inner.elts[0] if inner.elts else None
                    continue
                if outer in _WRAPPERS:
                    annotation = inner
                    continue
            alias = self._alias(annotation, scope) if annotation is not None else None
            if alias is None:
                return
            annotation, scope = alias

    def _alias(self, node: ast.AST, scope: Scope) -> tuple[ast.expr, Scope] | None:
        """What a name of the project stands for as a type."""
        symbol = self.symbol(node, scope)
        if symbol is None or self.definition(symbol) is not None:
            return None
        values = self.values_of(symbol)
        if len(values) != 1 or isinstance(values[0][0], ast.Call):
            return None
        return values[0]
