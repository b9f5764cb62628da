"""Columns that a row does not have when it is sent: never loaded, or taken from it again."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.settings.documents import as_texts
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
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


def is_key_taken(facts: Facts, name: str, function: Function) -> bool:
    """Whether a function, or one that it gives a mapping to, takes an entry from it again."""
    if _takes(facts, name, function):
        return True
    helpers = (called_function(facts, each.node, function) for each in function.calls)
    return any(_takes(facts, name, each) for each in helpers if each is not None)


def _takes(facts: Facts, name: str, function: Function) -> bool:
    return any(
        _takes_key(node, name) or _goes_past(facts, node, name, function)
        for node in own_nodes(function)
    )


def _takes_key(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(args=[ast.Constant(value=value), *_]) if last_called(node) == "pop":
            return value == name
        case ast.Delete(targets=targets):
            return any(_is_entry(each, name) for each in targets)
        # What is written over with the hash of a new password is still a secret.
        case ast.Assign(targets=targets, value=value) if _is_fixed(value):
            return any(_is_entry(each, name) for each in targets)
        case ast.Call(func=ast.Attribute(attr="update"), args=given, keywords=keywords):
            entries = [(each.arg, each.value) for each in keywords]
            for each in given:
                if isinstance(each, ast.Dict):
                    keys = (getattr(key, "value", None) for key in each.keys)
                    entries += zip(keys, each.values, strict=True)
            return any(key == name and _is_fixed(value) for key, value in entries)
        case _:
            return False


def _is_entry(node: ast.expr, name: str) -> bool:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value == name
    )


def _is_fixed(value: ast.expr) -> bool:
    """Whether a value is written down, itself or as a constant: stars, or nothing."""
    return all(each.id.isupper() for each in walk(value) if isinstance(each, ast.Name))


def _goes_past(facts: Facts, node: ast.AST, name: str, function: Function) -> bool:
    """Whether a loop goes through keys and leaves one out, or takes it away."""
    match node:
        case ast.comprehension(target=target, ifs=parts):
            iterated = None
        case ast.For(target=target, body=parts, iter=iterated):
            pass
        case _:
            return False
    keys = {each.id for each in walk(target) if isinstance(each, ast.Name)}
    inner = [each for part in parts for each in walk(part)]
    if any(_compares(each, keys, name) for each in inner):
        return True
    if iterated is None or not any(_takes_each(each, keys) for each in inner):
        return False
    # Keys that nobody can read here may be any.
    known = as_texts(facts.values.fold(iterated, function))
    return not known or name in known


def _compares(node: ast.AST, keys: set[str], name: str) -> bool:
    match node:
        case ast.Compare(left=ast.Name(id=key), comparators=others) if key in keys:
            return any(
                isinstance(each, ast.Constant) and each.value == name
                for other in others
                for each in walk(other)
            )
        case _:
            return False


def _takes_each(node: ast.AST, keys: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="pop"), args=[ast.Name(id=key), *_]):
            return key in keys
        case ast.Delete(targets=[ast.Subscript(slice=ast.Name(id=key))]):
            return key in keys
        case ast.Assign(targets=[ast.Subscript(slice=ast.Name(id=key))], value=value):
            return key in keys and _is_fixed(value)
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
