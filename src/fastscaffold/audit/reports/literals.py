"""The literals of a module that are secrets, so that a page shows them as ``"…"``."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.secrets.address_texts import has_credentials
from fastscaffold.audit.facts.secrets.issued_keys import service_of
from fastscaffold.audit.facts.secrets.names import (
    holds_name,
    is_kept_secret_name,
    is_name_of_secrets,
    leads_elsewhere,
)
from fastscaffold.audit.facts.settings.environment_reads import environment_reads
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.private_keys import HEAD
from fastscaffold.audit.walking import LEAVES, children, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fastscaffold.audit.facts import Facts, Module

# What of a call is the value of what the call is given to.
_DEFAULTS = frozenset({"default", "fallback", "value"})
# One of several parts of a text, as of ``host=db password=…``; a place for a value is none.
PAIR = re.compile(
    r"""(?<!\w)(?P<own>[A-Za-z]\w*)=(?P<value>'[^'{]+'|"[^"{]+"|(?![{%:$?<(*\[])[^\s;&'"]{4,})"""
)
_COMPOUND = (
    *(ast.AsyncFor, ast.AsyncFunctionDef, ast.AsyncWith, ast.ClassDef, ast.For, ast.FunctionDef),
    *(ast.If, ast.Match, ast.Try, ast.TryStar, ast.While, ast.With),
)


class Literal(NamedTuple):
    """A text in the source with the name that it is given, empty where it has none."""

    node: ast.Constant | ast.JoinedStr
    name: str

    @property
    def text(self) -> str:
        """What stands in it, what is filled in left out."""
        if isinstance(self.node, ast.JoinedStr):
            return "".join(constant_texts(self.node))
        value = self.node.value
        return value.decode("latin-1") if isinstance(value, bytes) else str(value)

    @property
    def is_secret(self) -> bool:
        """Whether its name says so, or what stands in it."""
        text = self.text
        named = is_name_of_secrets(self.name) and not holds_name(self.name, text)
        return bool(text) and (
            named
            or has_credentials(text)
            or bool(service_of(text))
            or HEAD in text
            or any(is_kept_secret_name(each["own"]) for each in PAIR.finditer(text))
        )


def secret_literals(facts: Facts, module: Module, told: Collection[int]) -> list[Literal]:
    """Those that a rule about secrets speaks of at some lines, and those that are named so."""
    found = list(_literals(module, _read_names(facts, module)))
    inside = {id(node) for each in _spoken(module, sorted(told)) for node in walk(each)}
    return [each for each in found if each.is_secret or (id(each.node) in inside and _may_be(each))]


def _may_be(literal: Literal) -> bool:
    """Whether a literal of which a rule may speak is no name: of an algorithm, or of nothing."""
    return bool(literal.text) and not leads_elsewhere(literal.name.rstrip("s"))


def _read_names(facts: Facts, module: Module) -> dict[int, str]:
    """What is read from the environment by which name, by what reads it."""
    return {
        id(each.node): str(getattr(each.name, "value", "") or "")
        for each in environment_reads(facts).get(module, ())
    }


def _spoken(module: Module, told: list[int]) -> Iterator[ast.AST]:
    """The statements at some lines; of those that hold others only the literals that stand there.

    Args:
        module: that is walked once, however many lines there are.
        told: the lines, in order.
    """
    inner: dict[int, ast.stmt] = {}
    for node in walk(module.tree):
        if isinstance(node, ast.stmt):
            inner.update(dict.fromkeys(_held(node, told), node))
    simple = {line: node for line, node in inner.items() if not isinstance(node, _COMPOUND)}
    yield from {id(node): node for node in simple.values()}.values()
    others = [line for line in told if line not in simple]
    for node in walk(module.tree, ast.Constant, ast.JoinedStr):
        if _held(node, others):
            yield node


def _held(node: ast.stmt | ast.expr, lines: list[int]) -> list[int]:
    """Those of some lines that a node stands on."""
    return lines[bisect_left(lines, node.lineno) : bisect_right(lines, node.end_lineno or 0)]


def _literals(module: Module, read: dict[int, str]) -> Iterator[Literal]:
    """All literals of a module, each with the nearest name that it is given."""
    waiting: list[tuple[ast.AST, str]] = [(module.tree, "")]
    while waiting:
        node, name = waiting.pop()
        match node:
            case ast.JoinedStr() | ast.Constant(value=str() | bytes()):
                yield Literal(node, name)
            case _ if type(node) in LEAVES:
                pass
            case _:
                waiting += _named(node, name, read)


def _named(node: ast.AST, name: str, read: dict[int, str]) -> Iterator[tuple[ast.AST, str]]:
    """What stands right below a node, with the name that it is given there."""
    match node:
        case ast.Assign(targets=[target, *_], value=value):
            yield value, _name(target)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield value, _name(target)
        case ast.NamedExpr(target=target, value=value):
            yield value, _name(target)
        case ast.keyword(arg=given, value=value):
            yield value, name if given is None or given in _DEFAULTS else given
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield value, name if key is None else _name(key)
        case ast.Compare(left=left, comparators=comparators):
            sides = [left, *comparators]
            names = (_name(each) for each in sides if not isinstance(each, ast.Constant))
            told = next((each for each in names if each), "")
            yield from ((each, told) for each in sides)
        case ast.Call() if id(node) in read:
            own = read[id(node)]
            yield from ((each, own or name) for each in (*node.args[1:], *node.keywords))
        case ast.Call(func=called, args=args, keywords=keywords):
            yield called, ""
            yield from ((each, name) for each in (*args, *keywords))
        case ast.Subscript(value=held):
            yield held, name
        case ast.arguments():
            yield from _parameters(node)
        case ast.stmt():
            yield from ((each, "") for each in children(node))
        case _:
            yield from ((each, name) for each in children(node))


def _parameters(node: ast.arguments) -> Iterator[tuple[ast.AST, str]]:
    placed = [*node.posonlyargs, *node.args]
    defaults = [*node.defaults, *node.kw_defaults]
    named = [*placed[len(placed) - len(node.defaults) :], *node.kwonlyargs]
    for argument, default in zip(named, defaults, strict=True):
        if default is not None:
            yield default, argument.arg


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case (
            ast.Constant(value=str() as name)
            | ast.Subscript(slice=ast.Constant(value=str() as name))
        ):
            return name
        case _:
            return ""
