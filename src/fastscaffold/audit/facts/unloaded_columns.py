"""Columns that a row does not have when it is sent: never loaded, or taken from it again."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Function


def is_deferred(field: Field) -> bool:
    """Whether a column is loaded only where it is asked for."""
    return any(
        last_called(node) == "deferred"
        or any(
            each.arg == "deferred" and getattr(each.value, "value", False) is True
            for each in node.keywords
        )
        for node in (walk(field.value) if field.value is not None else ())
        if isinstance(node, ast.Call)
    )


def is_left_out(name: str, function: Function) -> bool:
    """Whether a function asks for rows without a column, or takes it from one."""
    return any(_leaves_out(node, name) for node in own_nodes(function))


def is_key_taken(name: str, function: Function) -> bool:
    """Whether a function takes an entry of some mapping away, or writes it over."""
    return any(_takes_key(node, name) for node in own_nodes(function))


def _takes_key(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(args=[ast.Constant(value=value), *_]) if last_called(node) == "pop":
            return value == name
        case ast.Delete(targets=targets) | ast.Assign(targets=targets):
            return any(
                isinstance(each, ast.Subscript)
                and isinstance(each.slice, ast.Constant)
                and each.slice.value == name
                for each in targets
            )
        case ast.Compare():
            return any(isinstance(each, ast.Constant) and each.value == name for each in walk(node))
        case _:
            return False


def _leaves_out(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Delete(targets=targets):
            return any(_is_of_row(each, name) for each in targets)
        # What is written over with nothing is no secret any more.
        case ast.Assign(targets=targets, value=ast.Constant(value=None | "")):
            return any(_is_of_row(each, name) for each in targets)
        case ast.Call(args=[_, ast.Constant(value=value), *_]) if last_called(node) == "delattr":
            return value == name
        case ast.Call(args=args) if last_called(node) == "load_only":
            return bool(args) and not any(_is_column(each, name) for each in args)
        case ast.Call(args=args) if last_called(node) == "defer":
            return any(_is_column(each, name) for each in args)
        case _:
            return False


def _is_of_row(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name


def _is_column(node: ast.expr, name: str) -> bool:
    match node:
        case ast.Attribute(attr=column) | ast.Constant(value=column):
            return column == name
        case _:
            return isinstance(node, ast.Starred)
