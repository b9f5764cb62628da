"""Columns that a mapping of all of them is made without, or that are taken from it again."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.held_rows import passed
from fastscaffold.audit.facts.texts.column_texts import Way, is_dumped, texts_of
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import names_in
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Class, Function

# What parameters are called that say which columns are left out, and which alone are given.
_HIDING = re.compile(r"_?(exclud|hid|omit|without|skip|ignor|except|drop|black|deny|secret)\w*")
_SHOWING = re.compile(
    r"_?(only|includ|fields?$|columns?$|cols$|keys$|attr|show|visible|white|allow)\w*"
)
_TAKING = frozenset({"__delitem__", "discard", "pop", "remove"})
_COMPREHENSIONS = (ast.DictComp, ast.ListComp, ast.SetComp, ast.GeneratorExp)


def leaves_key_out(
    facts: Facts, name: str, table: Class, dumped: Function, functions: set[Function]
) -> bool:
    """Whether something on the way of a row to the client leaves a column of it out."""
    kinds = set(facts.index.ancestors(table.symbol))
    own = {
        each
        for each in facts.callers.reached([dumped])
        if each is dumped or (each.owner is not None and each.owner.symbol in kinds)
    }
    ways = [Way(facts, table, dumped, each, each in own) for each in own | functions]
    return any(_leaves_out(way, node, name) for way in ways for node in walk(way.function.node))


def says_what(call: ast.Call, method: Function) -> bool:
    """Whether a call says by a name what it wants to have, or not: which that is, is not told."""
    asked = _asked(method)
    return any(
        isinstance(value, ast.Starred) or parameter is None or parameter in asked
        for parameter, value in _given(call, method)
        if any(isinstance(each, ast.Name | ast.Attribute) for each in walk(value))
    ) or any(each.arg is None for each in call.keywords)


def _given(call: ast.Call, method: Function) -> Iterator[tuple[str | None, ast.expr]]:
    """The parameters that a call fills, ``*names`` and ``**options`` included, with what."""
    yield from passed(call, method)
    rest, options = method.node.args.vararg, method.node.args.kwarg
    for each in call.args[len(method.positional) :]:
        yield None if rest is None else rest.arg, each
    for keyword in call.keywords:
        if keyword.arg is not None and not method.takes(keyword.arg):
            yield None if options is None else options.arg, keyword.value


def _asked(method: Function) -> set[str]:
    """The parameters of a method that decide which columns it gives: what else is no choice."""
    deciding = [each for node in walk(method.node) for each in _deciding(node)]
    asked = {name for each in deciding for name in names_in(each)}
    given = [value for name in asked for value in method.assigned.get(name, ())]
    asked |= {name for each in given for name in names_in(each)}
    named = [argument.arg for argument, _ in method.parameters()]
    asked |= {each for each in named if _HIDING.match(each) or _SHOWING.match(each)}
    return asked | {each.arg for each in (method.node.args.vararg, method.node.args.kwarg) if each}


def _deciding(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.comprehension(ifs=tests):
            return tests
        case ast.If(test=test) | ast.IfExp(test=test):
            return [test]
        case ast.For(iter=given) | ast.BinOp(op=ast.Sub(), right=given):
            return [given]
        case ast.Call(func=ast.Attribute(attr=name), args=args) if name in _TAKING:
            return args
        case _:
            return []


def _leaves_out(way: Way, node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call():
            return _is_told(way, node, name)
        case ast.Delete(targets=targets):
            return any(_is_entry(way, each, name) for each in targets)
        # What is written over is sent no more.
        case ast.Assign(targets=targets, value=value) if not _reads(value, name):
            return any(_is_entry(way, each, name) for each in targets)
        case ast.Dict(keys=keys, values=values) if None in keys:
            after = zip(keys[keys.index(None) :], values[keys.index(None) :], strict=True)
            return any(
                key is not None and name in texts_of(way, key) and not _reads(value, name)
                for key, value in after
            )
        case ast.BinOp(op=ast.Sub(), right=taken):
            return way.is_own and name in texts_of(way, taken)
        case ast.For(iter=given) | ast.AsyncFor(iter=given) if is_dumped(way, given):
            return any(_is_in_loop(way, each, name) for each in walk(node))
        case ast.DictComp() | ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return any(is_dumped(way, each.iter) for each in node.generators) and _filters(
                way, node, name
            )
        case _:
            return False


def _is_told(way: Way, call: ast.Call, name: str) -> bool:
    """Whether a call says that a column is left out, or takes it away."""
    if any(
        _HIDING.fullmatch(k.arg or "") and name in texts_of(way, k.value) for k in call.keywords
    ):
        return True
    if last_called(call) == way.dumped.name:
        for parameter, value in _given(call, way.dumped):
            texts = texts_of(way, value)
            shows = parameter is not None and _SHOWING.fullmatch(parameter) is not None
            if texts and (name not in texts if shows else name in texts):
                return True
    match call:
        case ast.Call(func=ast.Attribute(value=held, attr=taking), args=[key, *_]) if (
            taking in _TAKING
        ):
            return is_dumped(way, held) and name in texts_of(way, key)
        case ast.Call(func=ast.Attribute(value=held, attr="update"), keywords=given):
            return is_dumped(way, held) and any(each.arg == name for each in given)
        case _:
            return False


def _is_entry(way: Way, node: ast.expr, name: str) -> bool:
    match node:
        case ast.Subscript(value=held, slice=key):
            return is_dumped(way, held) and name in texts_of(way, key)
        case _:
            return False


def _reads(value: ast.expr, name: str) -> bool:
    """Whether it is the column itself that is written."""
    return isinstance(value, ast.Attribute) and value.attr == name


def _is_in_loop(way: Way, node: ast.AST, name: str) -> bool:
    """Whether a loop over columns compares them with one, or takes those of a list alone."""
    match node:
        case ast.If(test=ast.Compare(ops=[ast.In()], comparators=[shown]), body=[first, *_]) if (
            not isinstance(first, ast.Continue) and not node.orelse
        ):
            texts = texts_of(way, shown)
            return bool(texts) and name not in texts
        case ast.Compare():
            return _compares(way, node, name)
        case _:
            return False


def _filters(way: Way, node: ast.expr, name: str) -> bool:
    """Whether a comprehension over columns passes one by, or puts something else for it."""
    if not isinstance(node, _COMPREHENSIONS):
        return False
    parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    if any(
        isinstance(each, ast.Compare) and _compares(way, each, name)
        for part in parts
        for each in walk(part)
    ):
        return True
    return any(_passes_by(way, test, name) for made in node.generators for test in made.ifs)


def _passes_by(way: Way, test: ast.expr, name: str) -> bool:
    """Whether a condition that columns are taken by is not that of one."""
    nodes = list(walk(test))
    turned = {
        id(each.operand)
        for each in nodes
        if isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not)
    }
    for each in nodes:
        if not isinstance(each, ast.Compare):
            continue
        shows = isinstance(each.ops[0], ast.In | ast.Eq) is not (id(each) in turned)
        texts = texts_of(way, each.comparators[0])
        if shows and texts and name not in texts:
            return True
        if _compares(way, each, name) and (not shows or not texts):
            return True
    return False


def _compares(way: Way, node: ast.Compare, name: str) -> bool:
    """Whether what is compared is the name of a column, or a part of it is looked for."""
    sides = [node.left, *node.comparators]
    if any(name in texts_of(way, each) for each in sides):
        return True
    is_within = isinstance(node.ops[0], ast.In | ast.NotIn)
    return is_within and any(text and text in name for text in texts_of(way, node.left))
