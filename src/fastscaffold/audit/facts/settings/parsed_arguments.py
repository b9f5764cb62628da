"""Arguments of a command line: what ``parser.parse_args()`` holds without them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Call, Module

_PARSES = frozenset({"parse_args", "parse_known_args"})


def is_parsed(node: ast.expr) -> bool:
    """Whether an expression is what a parser of a command line gives."""
    if isinstance(node, ast.Subscript):
        node = node.value  # of ``parse_known_args()[0]``
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _PARSES
    )


def defaults_of(name: str, module: Module) -> Iterator[tuple[ast.expr, Call]]:
    """The defaults of an argument, by the name that it has among what is parsed."""
    for call in module.calls:
        if isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "add_argument":
            given = {each.arg: each.value for each in call.node.keywords}
            default = given.get("default")
            if default is not None and name in _names(call.node.args, given.get("dest")):
                yield default, call


def _names(flags: list[ast.expr], dest: ast.expr | None) -> Iterator[str]:
    """What an argument is called: ``dest``, else the first long flag, else any."""
    texts = [each.value for each in flags if isinstance(each, ast.Constant)]
    names = [each for each in texts if isinstance(each, str)]
    names = [each for each in names if each.startswith("--")][:1] or names[:1]
    if isinstance(dest, ast.Constant):
        names = [str(dest.value)]
    yield from (each.lstrip("-").replace("-", "_") for each in names)
