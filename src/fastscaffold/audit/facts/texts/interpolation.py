"""The parts of texts that are put together, each with the text before it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.nodes import constant_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILLING = frozenset({"format", "format_map", "render", "safe_substitute", "substitute"})
# Where something is put into a template, by braces, by two of them, or by a dollar.
_PLACES = re.compile(r"\{(\w*)[^{}]*\}")
_NAMES = re.compile(r"\$\{?(\w+)\}?")
_RENDERED = re.compile(r"\{\{-?\s*(\w+)[^{}]*\}\}")
_BY_METHOD = {"format": _PLACES, "format_map": _PLACES, "render": _RENDERED}


def interpolated(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """What is put into a text, each with the text before it."""
    before = ""
    match node:
        case ast.JoinedStr():
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield part.value, before
                    before = ""
                elif isinstance(part, ast.Constant):
                    before = str(part.value)
        case ast.BinOp(op=ast.Add()):
            yield from summands(node)
        case ast.BinOp(op=ast.Mod()):
            if isinstance(node.left, ast.JoinedStr):
                yield from interpolated(node.left)
            template = _template(node.left)
            if template is not None:
                pieces = re.split(r"%(?:\(\w+\))?[sdr]", template)
                right = node.right
                nodes = right.elts if isinstance(right, ast.Tuple) else [right]
                if isinstance(right, ast.Dict):
                    nodes = right.values
                for index, each in enumerate(nodes):
                    yield each, pieces[min(index, len(pieces) - 1)]
        case ast.Call(func=ast.Attribute(value=template, attr=method)) if fills(node):
            yield from _filled(node, constant_text(template) or "", method)
        case ast.Call(func=ast.Attribute(attr="join")):
            yield node, before
        case _:
            pass


def _template(node: ast.expr) -> str | None:
    """A text that marks are in, what else is put into it left out; None for what is none."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    if not isinstance(node, ast.JoinedStr) and constant_text(node) is None:
        return None
    return "".join(constant_text(each) or "" for each in parts)


def fills(node: ast.expr) -> bool:
    """Whether a call puts something into a text: ``text.format(name)``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="replace"), args=[_, value, *_]):
            return not isinstance(value, ast.Constant)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _FILLING
        case _:
            return False


def _filled(node: ast.Call, template: str, method: str) -> Iterator[tuple[ast.expr, str]]:
    """What a call puts into a template, each with the text before its place."""
    if method == "replace":
        mark = constant_text(node.args[0])
        yield node.args[1], template.partition(mark)[0] if mark and mark in template else ""
        return
    pieces = _BY_METHOD.get(method, _NAMES).split(template)
    before: list[str] = pieces[::2]
    names: list[str] = pieces[1::2]
    for index, each in enumerate([] if method != "format" else node.args):
        yield each, before[min(index, len(before) - 1)]
    pairs = [(each.arg, each.value) for each in node.keywords]
    pairs += [pair for each in node.args[:1] if method != "format" for pair in _pairs(each)]
    for name, each in pairs:
        yield each, before[names.index(name)] if name in names else ""


def _pairs(node: ast.expr) -> list[tuple[str | None, ast.expr]]:
    """The entries of a mapping that is written down; else all of it."""
    if not isinstance(node, ast.Dict):
        return [(None, node)]
    pairs = zip(node.keys, node.values, strict=True)
    return [(constant_text(key), value) for key, value in pairs]


def summed(node: ast.BinOp) -> list[ast.expr]:
    """What is added up."""
    parts: list[ast.expr] = []
    waiting: list[ast.expr] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add):
            waiting += [each.right, each.left]
        else:
            parts.append(each)
    return parts


def summands(node: ast.BinOp) -> Iterator[tuple[ast.expr, str]]:
    """What is added up, each with the text before it."""
    before = ""
    for part in summed(node):
        if isinstance(part, ast.Constant):
            before = str(part.value)
        elif isinstance(part, ast.JoinedStr | ast.BinOp):
            yield from interpolated(part)
        else:
            yield part, before
            before = ""
