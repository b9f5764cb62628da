"""Where the text of an exception is made, and which names it goes through in a function."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.failures import failures, is_exception
from fastscaffold.audit.facts.walking import nodes_of, own_nodes
from fastscaffold.audit.modules import Class
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts, Function

# What these say is about the request, or was written for whoever reads it.
_HARMLESS = frozenset(
    {
        "HTTPException",
        "NotImplementedError",
        "RequestValidationError",
        "StarletteHTTPException",
        "ValidationError",
        "WebSocketException",
    }
)
_NAMED = frozenset({"DoesNotExist", "MultipleResultsFound", "NoResultFound", "OperationalError"})
_TRACES = frozenset({"traceback.format_exc", "traceback.format_exception"})
_ATTRIBUTES = frozenset({"__cause__", "args", "orig", "stderr", "statement"})
# Of those, what is a text by itself, or a tuple of texts.
_TOLD = frozenset({"args", "explanation", "statement", "stderr", "strerror"})
_SHOWING = frozenset({"repr", "str"})
PUTTING = frozenset({"add", "append", "extend", "insert", "setdefault", "update"})


@dataclass(frozen=True, slots=True, eq=False)
class Leak:
    """A name that holds an exception.

    Attributes:
        name: of the variable; "" for traces, which need none.
        scope: the statements in which it holds it.
        names: other names that hold its text there.
        shown: where it is first made a text.
    """

    name: str
    scope: ast.AST
    names: frozenset[str]
    shown: ast.expr
    what: str


def leaks_of(facts: Facts, function: Function) -> list[Leak]:
    """The exceptions of a function that are made texts."""
    found: list[Leak] = []
    for name, scope, body in _holders(facts, function):
        shown, names = _spread(facts, function, name, body)
        if shown is not None:
            found.append(Leak(name, scope, names, shown, "an exception"))
    for node in own_nodes(function):
        if isinstance(node, ast.Call) and facts.index.called(node.func, function) in _TRACES:
            names = _assigned_from(own_nodes(function), {node})
            found.append(Leak("", node, names, node, "a traceback"))
    return found


def caught(
    facts: Facts,
    function: Function,
    sink: ast.expr,
    leaks: list[Leak],
    parts: list[ast.expr] | None = None,
) -> tuple[Leak, ast.expr] | None:
    """The leak that is in an expression, and where its text is made.

    Args:
        facts: of the project.
        function: where the expression stands.
        sink: the expression.
        leaks: of the function.
        parts: what of the expression is shown; all of it where nothing is given.
    """
    # The same name may hold the text of one exception after the other.
    for leak in sorted(leaks, key=lambda each: not _is_around(each, sink)):
        if leak.name and not _is_within(leak, function, sink):
            continue
        for node in _nodes(sink, parts):
            is_part = parts is not None and node in parts and _is_name(node, leak.name)
            if is_part or _shows(facts, function, leak.name, node, sink):
                return leak, node
            if isinstance(node, ast.Name) and node.id in leak.names:
                return leak, leak.shown
    return None


def _nodes(sink: ast.expr, parts: list[ast.expr] | None) -> Iterator[ast.expr]:
    for part in [sink] if parts is None else parts:
        yield from (node for node in walk(part) if isinstance(node, ast.expr))


def _is_within(leak: Leak, function: Function, sink: ast.expr) -> bool:
    """Whether an expression is in reach of a leak: in its clause, or behind it by a name."""
    if leak.scope is function.node:
        return True
    if _is_around(leak, sink):
        return True
    return bool(leak.names) and sink.lineno > leak.shown.lineno


def _is_around(leak: Leak, sink: ast.expr) -> bool:
    return any(node is sink for node in walk(leak.scope))


def _holders(facts: Facts, function: Function) -> Iterator[tuple[str, ast.AST, list[ast.stmt]]]:
    """Names of exceptions: those that are caught, and parameters of handlers."""
    for node in own_nodes(function):
        if isinstance(node, ast.ExceptHandler) and node.name is not None:
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            symbols = [facts.index.symbol(each, function) for each in kinds]
            if any(_is_telling(facts, symbol) for symbol in symbols):
                yield node.name, node, node.body
    if _answers_own(facts, function):
        return
    for argument, _ in function.parameters():
        symbol = facts.index.annotated(argument.annotation, function.module)
        if _is_error(symbol) and _is_telling(facts, symbol):
            yield argument.arg, function.node, function.node.body


def _answers_own(facts: Facts, function: Function) -> bool:
    """Whether a handler is one of the project's exceptions alone, whatever its annotation says."""
    answered = [
        each.exception for each in failures(facts).handlers.registered if each.function is function
    ]
    return bool(answered) and not any(_is_telling(facts, each) for each in answered)


def _is_error(symbol: str | None) -> bool:
    """Whether a class, of a library or built in, is called as exceptions are."""
    last = (symbol or "").rpartition(".")[2]
    return last.endswith(("Error", "Exception")) or last in _NAMED


def _is_telling(facts: Facts, symbol: str | None) -> bool:
    """Whether the text of an exception may tell of internals."""
    if symbol is None:
        return False
    names = {each.rpartition(".")[2] for each in facts.index.ancestors(symbol)}
    if facts.index.definition(symbol) is not None and is_exception(facts, symbol):
        return False
    return not names & _HARMLESS


def _spread(
    facts: Facts, function: Function, name: str, body: list[ast.stmt]
) -> tuple[ast.expr | None, frozenset[str]]:
    """Where a text is first made of an exception, and the names that hold it."""
    nodes = list(nodes_of(body))
    texts = [
        node
        for node in nodes
        if isinstance(node, ast.expr) and _shows(facts, function, name, node, None)
    ]
    handed = [node for node in nodes if isinstance(node, ast.Call) and _is_given(node, name)]
    if not texts and not handed:
        return None, frozenset()
    return (texts or handed)[0], _assigned_from(nodes, set(texts))


def _assigned_from(nodes: Iterable[ast.AST], texts: set[ast.expr]) -> frozenset[str]:
    found: set[str] = set()
    for node in nodes:
        for name, value in _given(node):
            if _takes(value, texts, found):
                found.add(name)
    return frozenset(found)


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement gives a value, or puts one into, with it."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
            yield name, value
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _pairs(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _pairs(target, value)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[*_, value]
        ) if method in PUTTING:
            yield name, value
        case _:
            pass


def _takes(value: ast.expr, texts: set[ast.expr], names: set[str]) -> bool:
    """Whether a value holds one of some texts, and is not only decided by it."""
    if isinstance(value, ast.Compare):
        return False
    if isinstance(value, ast.BoolOp):
        return any(_is_one(each, texts, names) for each in value.values)
    return any(_is_one(each, texts, names) for each in walk(value))


def _is_one(node: ast.AST, texts: set[ast.expr], names: set[str]) -> bool:
    return node in texts or (isinstance(node, ast.Name) and node.id in names)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Subscript):
        yield from _pairs(target.value, value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, given in zip(target.elts, value.elts, strict=False):
            yield from _pairs(each, given)


def _shows(
    facts: Facts, function: Function, name: str, node: ast.AST, sink: ast.expr | None
) -> bool:
    """Whether a node makes a text of an exception, or hands the exception itself to a sink."""
    match node:
        case ast.Call():
            called = facts.index.called(node.func, function)
            if called in _SHOWING or called in _TRACES:
                return called in _TRACES or (bool(node.args) and _holds(node.args[0], name))
            is_format = isinstance(node.func, ast.Attribute) and node.func.attr == "format"
            if node is sink and called.endswith("HTTPException"):
                return _is_given(ast.Call(node.func, node.args[1:], node.keywords), name)
            takes = is_format or (node is sink and _is_body(facts, called))
            return takes and _is_given(node, name)
        case ast.FormattedValue():
            return _holds(node.value, name)
        case ast.BinOp(op=ast.Mod()):
            given = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return any(_holds(each, name) for each in given)
        case ast.Subscript(value=ast.Attribute(value=held, attr="args")):
            return _is_name(held, name)
        case ast.Attribute(value=ast.Name(id=held), attr=attribute):
            return held == name and attribute in _TOLD
        case ast.Dict() if sink is not None:
            return any(_is_name(value, name) for value in node.values)
        case _:
            return False


def _is_body(facts: Facts, called: str) -> bool:
    """Whether what is called is a class whose instances are sent."""
    last = called.rpartition(".")[2]
    return last.endswith(("Exception", "Response")) or isinstance(
        facts.index.definition(called), Class
    )


def _is_given(call: ast.Call, name: str) -> bool:
    given = [*call.args, *(each.value for each in call.keywords)]
    return any(_is_name(each, name) for each in given)


def _holds(node: ast.expr, name: str) -> bool:
    if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
        node = node.value
    return _is_name(node, name)


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
