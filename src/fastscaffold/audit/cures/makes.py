"""What can become of a node. No rule needs the parser for naming it: it is loaded when it is done.

Each function gives what makes one node of another, for ``Rewrite``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import libcst as cst

    from fastscaffold.audit.cures.base import Make, Site

# Every import below waits for a change that needs it: no audit without cures loads the parser.
# ruff: noqa: PLC0415


def keyword(name: str, value: str) -> Make:
    """A call with one more argument, behind all others."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.arguments import with_keyword

        return with_keyword(node, name, value, site)

    return make


def keyword_like(name: str, others: tuple[str, ...], text: str) -> Make:
    """A call with an argument that is None under the same condition as others, behind them.

    Args:
        name: of the new argument.
        others: of those that are ``None``, or conditional expressions with ``None`` on one side.
        text: what the new one is otherwise.
    """

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.arguments import with_keyword_like

        return with_keyword_like(node, name, others, text, site)

    return make


def literal(edit: Callable[[str], str]) -> Make:
    """A text with other letters between its quotes."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.expressions import with_text

        del site
        return with_text(node, edit)

    return make


def entry(key: str, value: str) -> Make:
    """A mapping with one more entry, behind all others."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.expressions import with_entry

        del site
        return with_entry(node, key, value)

    return make


def expression(text: str) -> Make:
    """Another expression."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.expressions import replaced

        del site
        return replaced(node, text)

    return make


def awaited(function: str) -> Make:
    """The same call of another function, awaited."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.expressions import awaited_call

        del site
        return awaited_call(node, function)

    return make


def decorator(text: str) -> Make:
    """A function with one more decorator, below the others."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.statements import decorated

        del site
        return decorated(node, text)

    return make


def first_statement(text: str) -> Make:
    """A class with one more statement, below its docstring and above all others."""

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.statements import with_first_statement

        del site
        return with_first_statement(node, text)

    return make


def batch(table: int) -> Make:
    """An operation of a migration in a batch of its table.

    Args:
        table: the place of the table's name among the arguments.
    """

    def make(node: cst.CSTNode, site: Site) -> cst.CSTNode:
        from fastscaffold.audit.cures.statements import in_batch

        del site
        return in_batch(node, table)

    return make
