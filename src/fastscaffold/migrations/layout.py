"""Breaks long calls over lines as ruff's formatter does."""

from __future__ import annotations

import ast
from dataclasses import dataclass

WIDTH = 100
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Group:
    """Text in brackets: ``head``, then items between its bracket and ``close``."""

    head: str
    items: tuple[Group | str, ...]
    close: str

    @property
    def flat(self) -> str:
        """All of it on one line."""
        return self.head + ", ".join(map(_flat, self.items)) + self.close


def call(function: str, *items: Group | str) -> Group:
    """A call; items are arguments, keywords included."""
    return Group(f"{function}(", items, ")")


def array(*items: Group | str) -> Group:
    """A list display."""
    return Group("[", items, "]")


def expression(text: str) -> Group | str:
    """Take a Python expression apart as far as it can be broken."""
    return _taken_apart(ast.parse(text, mode="eval").body, text)


def lines(item: Group | str, indent: int, after: str = "") -> list[str]:
    """Lay one item out.

    Args:
        item: what to write.
        indent: how many levels it is indented.
        after: text on the last line behind it.
    """
    margin = _INDENT * indent
    line = margin + _flat(item) + after
    if isinstance(item, str) or not item.items or len(line) <= WIDTH:
        return [line]
    together = margin + _INDENT + ", ".join(map(_flat, item.items))
    if len(together) <= WIDTH:
        inner = [together]
    else:
        inner = [part for each in item.items for part in lines(each, indent + 1, after=",")]
    return [margin + item.head, *inner, margin + item.close + after]


def _flat(item: Group | str) -> str:
    return item if isinstance(item, str) else item.flat


def _taken_apart(node: ast.expr, text: str) -> Group | str:
    if not isinstance(node, ast.Call):
        return _source(node, text)
    positional = [_taken_apart(argument, text) for argument in node.args]
    keywords = [f"{keyword.arg}={_source(keyword.value, text)}" for keyword in node.keywords]
    return call(_source(node.func, text), *positional, *keywords)


def _source(node: ast.expr, text: str) -> str:
    return ast.get_source_segment(text, node) or ast.unparse(node)
