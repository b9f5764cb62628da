"""Expressions that become others, with the brackets around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.audit.cures.base import UncertainError

if TYPE_CHECKING:
    from collections.abc import Callable


def replaced(node: cst.CSTNode, text: str) -> cst.CSTNode:
    """Another expression in the brackets of this one."""
    made = cst.parse_expression(text)
    brackets = getattr(node, "lpar", ()), getattr(node, "rpar", ())
    return made.with_changes(lpar=brackets[0], rpar=brackets[1])


def with_text(node: cst.CSTNode, edit: Callable[[str], str]) -> cst.CSTNode:
    """A literal whose letters between the quotes are edited, as they are written there."""
    string = cst.ensure_type(node, cst.SimpleString)
    start = len(string.prefix) + len(string.quote)
    end = len(string.value) - len(string.quote)
    edited = edit(string.value[start:end])
    return string.with_changes(value=string.value[:start] + edited + string.value[end:])


def with_entry(node: cst.CSTNode, key: str, value: str) -> cst.CSTNode:
    """A mapping on one line with one more entry."""
    mapping = cst.ensure_type(node, cst.Dict)
    if "\n" in cst.Module([]).code_for_node(mapping):
        raise UncertainError("The options stand on several lines.")
    new = cst.DictElement(
        cst.SimpleString(repr(key).replace("'", '"')), cst.parse_expression(value)
    )
    if not mapping.elements:
        return mapping.with_changes(elements=[new])
    *others, last = mapping.elements
    if isinstance(last.comma, cst.Comma):
        new = new.with_changes(comma=last.comma)
    last = last.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    return mapping.with_changes(elements=[*others, last, new])


def awaited_call(node: cst.CSTNode, function: str) -> cst.CSTNode:
    """Await another function with the same arguments."""
    call = cst.ensure_type(node, cst.Call)
    inner = call.with_changes(func=cst.parse_expression(function), lpar=(), rpar=())
    return cst.Await(inner, lpar=call.lpar, rpar=call.rpar)
