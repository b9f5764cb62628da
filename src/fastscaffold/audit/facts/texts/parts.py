"""What a function does with a name: what it adds to it, and what it compares it with."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import constant_texts, is_none
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Function

_CHECKS = re.compile(
    r"valid|check(?!_call|_output)|ensure|sanit|(?<!un)escap|(?<!un)quot|allow|(?<!url)safe|whitelist"
    r"|hasattr|getattr|match|isidentifier|isalnum|isdigit|isalpha|assert|int$|UUID$|clean"
    r"|normali[sz]e_(name|ident)|verif|compare_digest|ip_address|issubset|issuperset",
    re.IGNORECASE,
)
_ADDING = frozenset({"add", "append", "appendleft", "extend", "insert"})
_FIXED_KEYS = frozenset({"model_dump", "dict", "keys", "items", "model_fields", "__fields__"})


def grown_by(function: Function, name: str) -> Iterator[ast.expr]:
    """What is added to a text, or a list of texts, on the way."""
    for node in walk(function.node):
        match node:
            case ast.AugAssign(target=target, value=value) if dotted(target) == name:
                yield value
            case ast.Call(func=ast.Attribute(value=target, attr=method), args=[*_, value]) if (
                method in _ADDING and dotted(target) == name
            ):
                yield value
            case _:
                pass


def keyed_by(function: Function, name: str) -> Iterator[ast.expr]:
    """The keys under which a function puts something into a mapping."""
    for node in walk(function.node):
        match node:
            case ast.Subscript(value=ast.Name(id=held), slice=key, ctx=ast.Store()):
                pass
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Subscript(value=ast.Name(id=held), slice=key), attr=method
                )
            ) if method in _ADDING:
                pass
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=held), attr="setdefault"), args=[key, *_]
            ):
                pass
            case _:
                continue
        if held == name:
            yield key


def kept_in(function: Function, name: str) -> Iterator[ast.expr]:
    """The values that a function puts into a mapping."""
    for value in function.assigned.get(name, ()):
        if isinstance(value, ast.Dict):
            yield from value.values
        elif isinstance(value, ast.DictComp):
            yield value.value
    for node in walk(function.node, ast.Assign):
        match node:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=held))], value=value):
                if held == name:
                    yield value
            case _:
                pass


def gone_through(target: ast.expr, source: ast.expr, name: str) -> list[ast.expr]:
    """What a loop takes a name from: of ``zip(names, values)`` only the list beside it."""
    match source:
        case ast.Call(func=ast.Name(id="zip"), args=lists):
            if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(lists):
                pairs = zip(target.elts, lists, strict=True)
                return [each for one, each in pairs if holds_name(one, name)]
            return lists
        case ast.Tuple(elts=items) | ast.List(elts=items) if isinstance(target, ast.Tuple):
            places = [place for place, one in enumerate(target.elts) if holds_name(one, name)]
            rows = [each.elts if isinstance(each, ast.Tuple | ast.List) else [] for each in items]
            if any(len(each) != len(target.elts) for each in rows):
                return [source]
            return [each[place] for each in rows for place in places]
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
            if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == 2:  # noqa: PLR2004
                counter, item = target.elts
                return [] if holds_name(counter, name) else gone_through(item, inner, name)
            return [inner]
        case ast.Call(
            func=ast.Name(id="list" | "reversed" | "set" | "sorted" | "tuple"), args=[inner, *_]
        ):
            return gone_through(target, inner, name)
        case _:
            return [source]


def looped_over(function: Function, name: str) -> ast.For | ast.AsyncFor | None:
    """The loop that gives a name what it is."""
    for node in walk(function.node):
        if isinstance(node, ast.For | ast.AsyncFor) and any(
            isinstance(each, ast.Name) and each.id == name for each in walk(node.target)
        ):
            return node
    return None


def has_fixed_keys(node: ast.expr) -> bool:
    """Whether names come from a model, which fixes them."""
    return any(isinstance(each, ast.Attribute) and each.attr in _FIXED_KEYS for each in walk(node))


def name_of(node: ast.expr) -> str | None:
    """The name that a value begins with."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner)):
                node = inner
            case ast.Subscript(value=inner):
                node = inner
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return name
            case _:
                return None


def checks(name: str) -> bool:
    """Whether what is called by a name checks, or cleans, what it is given."""
    return _CHECKS.search(name) is not None


def is_checked(
    function: Function,
    name: str,
    but: ast.Call | None = None,
    apart: frozenset[str] = frozenset(),
) -> bool:
    """Whether a function compares a name with what it may be, or has it checked.

    Args:
        function: whose body is looked at.
        name: of a variable, or of an attribute.
        but: a call that is known to do something else.
        apart: attributes of it, of which a test says nothing of what is asked about.
    """
    for node in walk(function.node):
        match node:
            case ast.Compare(left=ast.Attribute(attr="scheme")):
                pass  # that says nothing of the rest of an address
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]) if holds_name(
                left, name, apart
            ):
                return True
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]) if (
                holds_name(left, name, apart) and isinstance(right, ast.Constant) and right.value
            ):
                return True
            case ast.Call(func=called) if node is not but and is_check(
                called, node.args, name, apart
            ):
                return True
            case _:
                pass
    return False


def is_refused(function: Function, name: str) -> bool:
    """Whether a function ends, by an error or at once, for some values of a name."""
    return any(
        isinstance(node, ast.If)
        and tests_value(node.test, name)
        and any(isinstance(each, ast.Raise | ast.Return) for each in node.body)
        for node in walk(function.node)
    )


def tests_value(test: ast.expr, name: str) -> bool:
    """Whether a condition depends on what a name is, beyond that it is anything."""
    return holds_name(test, name) and not _asks_for_any(test) and not _asks_for_scheme(test)


def _asks_for_any(test: ast.expr) -> bool:
    """Whether a test only looks whether there is a value."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name() | ast.Attribute()):
            return True
        case ast.Name() | ast.Attribute():
            # What is made of it by a call may say more, as whether an address is private.
            return not any(isinstance(each, ast.Call) for each in walk(test))
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
            return True
        case _:
            return False


def _asks_for_scheme(test: ast.expr) -> bool:
    """Whether a test is about the scheme of an address, which says nothing of the rest."""
    texts = list(constant_texts(test))
    return any(
        isinstance(each, ast.Attribute) and each.attr == "scheme" for each in walk(test)
    ) or (bool(texts) and all(text.endswith("://") for text in texts))


def is_check(called: ast.expr, arguments: list[ast.expr], name: str, apart: frozenset[str]) -> bool:
    """Whether what is called checks a name, or cleans it, as far as its own name tells."""
    match called, arguments:
        case ast.Name(id="getattr"), [_, _, default] if not is_none(default):
            # What is not there is passed over, and nothing is refused.
            return False
        case _:
            pass
    match called:
        case ast.Attribute(value=receiver, attr=method) if checks(method):
            return any(holds_name(each, name, apart) for each in (receiver, *arguments))
        case ast.Name(id=function) if checks(function):
            return any(holds_name(each, name, apart) for each in arguments)
        case _:
            return False


def holds_name(node: ast.AST, name: str, apart: frozenset[str] = frozenset()) -> bool:
    """Whether a name stands in an expression, and not for one of some attributes of it only."""
    stems = {
        id(each.value)
        for each in walk(node)
        if isinstance(each, ast.Attribute) and each.attr in apart
    }
    return any(
        (isinstance(each, ast.Name) and each.id == name and id(each) not in stems)
        or (isinstance(each, ast.Attribute) and each.attr == name)
        for each in walk(node)
    )
