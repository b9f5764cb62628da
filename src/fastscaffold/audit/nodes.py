"""What many facts and rules ask of a node by itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet


# What gives instances of classes that it is asked for.
_CONTAINERS = ("container", "injector", "ioc")


def constant_text(node: ast.AST | None) -> str | None:
    """The text that an expression is; None for any other."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def constant_texts(node: ast.AST) -> Iterator[str]:
    """All texts that stand in an expression."""
    for each in walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def text_entries(mapping: ast.Dict) -> Iterator[tuple[str, ast.expr]]:
    """The keys of a mapping that are texts, each with its value."""
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        name = constant_text(key)
        if name is not None:
            yield name, value


def awaited(node: ast.expr) -> ast.expr:
    """What an expression waits for; itself where it does not wait."""
    return node.value if isinstance(node, ast.Await) else node


def chain_of(statement: ast.If) -> list[ast.If]:
    """An ``if`` with each ``elif`` behind it; there may be more of them than calls can nest."""
    found = [statement]
    for each in found:
        match each.orelse:
            case [ast.If() as following]:
                found.append(following)
            case _:
                pass
    return found


def arguments_of(call: ast.Call) -> list[ast.expr]:
    """All that a call is given, by whatever name."""
    return [*call.args, *(each.value for each in call.keywords)]


def names_its_class(call: ast.Call) -> bool:
    """Whether a call gives an instance of its first argument: a cast, or what a container holds."""
    match call:
        case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast"), args=[_, _]):
            return True
        case ast.Call(func=ast.Attribute(attr="resolve"), args=[_]):
            return True
        case ast.Call(
            func=ast.Attribute(
                value=ast.Name(id=held) | ast.Attribute(attr=held), attr="get" | "get_instance"
            ),
            args=[_],
        ):
            return held.lower().endswith(_CONTAINERS)
        case _:
            return False


def is_empty_list(node: ast.expr) -> bool:
    """Whether a list or a tuple without anything in it is written down."""
    return isinstance(node, ast.List | ast.Tuple) and not node.elts


def is_none(node: ast.AST | None) -> bool:
    """Whether ``None`` is written down."""
    return isinstance(node, ast.Constant) and node.value is None


def names_in(node: ast.AST) -> set[str]:
    """The names that stand in an expression."""
    return {each.id for each in walk(node) if isinstance(each, ast.Name)}


def mentions(node: ast.AST, names: AbstractSet[str]) -> bool:
    """Whether a name of some stands in an expression."""
    return any(isinstance(each, ast.Name) and each.id in names for each in walk(node))


def unsubscripted(node: ast.expr) -> ast.expr:
    """A class without what it is given: ``list`` of ``list[Item]``."""
    return node.value if isinstance(node, ast.Subscript) else node
