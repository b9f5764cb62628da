"""Texts that are put together by a template: where it is kept under a name, it is read there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.texts.interpolation import fills
from fastscaffold.audit.modules import Function, last_called

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope


class Templates:
    """Reads templates in the place of their names, once each."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[int, ast.expr] = {}

    def written(self, node: ast.expr, scope: Scope) -> ast.expr:
        """The same text with its template in its place, where that is known."""
        if id(node) not in self._known:
            self._known[id(node)] = self._written(node, scope)
        return self._known[id(node)]

    def _written(self, node: ast.expr, scope: Scope) -> ast.expr:
        match node:
            case ast.Call(func=ast.Attribute(value=template, attr=name)) if fills(node):
                text = self._text(template, scope)
                if text is not None:
                    called = ast.Attribute(text, name, ast.Load())
                    made = ast.Call(ast.copy_location(called, node), node.args, node.keywords)
                    return ast.copy_location(made, node)
            case ast.BinOp(left=template, op=ast.Mod() as sign):
                text = self._text(template, scope)
                if text is not None:
                    return ast.copy_location(ast.BinOp(text, sign, node.right), node)
            case _:
                pass
        return node

    def _text(self, node: ast.expr, scope: Scope) -> ast.Constant | None:
        if isinstance(node, ast.Constant | ast.JoinedStr):
            return None
        text = self.facts.values.text(node, scope)
        for each in self._named(node, scope):
            if isinstance(each, ast.Call) and last_called(each) == "Template" and each.args:
                text = self.facts.values.text(each.args[0], scope)
        return None if text is None else ast.copy_location(ast.Constant(text), node)

    def _named(self, node: ast.expr, scope: Scope) -> list[ast.expr]:
        """What is known by a name."""
        if isinstance(node, ast.Name) and isinstance(scope, Function) and node.id in scope.assigned:
            return scope.assigned[node.id]
        if isinstance(node, ast.Name | ast.Attribute):
            values = self.facts.index.values_of(self.facts.index.symbol(node, scope))
            return [value for value, _ in values]
        return [node]
