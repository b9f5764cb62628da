"""Where the text of an exception is made, and which names it goes through in a function."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import failures, is_exception
from fastscaffold.audit.facts.running.clauses import may_follow
from fastscaffold.audit.facts.texts.names import names_of
from fastscaffold.audit.facts.texts.shown import TRACES, is_given, is_name, shows
from fastscaffold.audit.facts.walking import nodes_of, own_nodes
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@dataclass(frozen=True, slots=True, eq=False)
class Leak:
    """A name that holds an exception.

    Attributes:
        name: of the variable; "" for traces, which need none.
        scope: the statements in which it holds it.
        names: other names that hold its text, with where that is made.
        shown: where it is first made a text.
    """

    name: str
    scope: ast.AST
    names: dict[str, ast.expr]
    shown: ast.expr
    what: str


def leaks_of(
    facts: Facts, function: Function, embedding: frozenset[str] = frozenset()
) -> list[Leak]:
    """The exceptions of a function that are made texts.

    Args:
        facts: of the project.
        function: that is looked at.
        embedding: the project's own exceptions whose texts hold those of others.
    """
    found: list[Leak] = []
    for name, scope, body in _holders(facts, function, embedding):
        shown, names = _spread(facts, function, name, body)
        if shown is not None:
            found.append(Leak(name, scope, names, shown, "an exception"))
    for node in own_nodes(function, ast.Attribute, ast.Call, ast.FormattedValue):
        if isinstance(node, ast.Call) and facts.index.called(node.func, function) in TRACES:
            names = names_of(own_nodes(function), [node], facts, function)
            found.append(Leak("", node, names, node, "a traceback"))
        elif _tells_of_task(facts, function, node):
            names = names_of(own_nodes(function), [node], facts, function)
            found.append(Leak("", node, names, node, "a task's exception"))
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
        is_bound = not leak.name or leak.scope is function.node or _is_around(leak, sink)
        for node in _nodes(facts, function, sink, parts):
            is_part = parts is not None and node in parts and is_name(node, leak.name)
            is_part |= not leak.name and node is leak.shown
            if is_bound and (is_part or shows(facts, function, leak.name, node, sink)):
                return leak, node
            if isinstance(node, ast.Name) and node.id in leak.names:
                return leak, leak.names[node.id]
    return None


def all_caught(
    facts: Facts,
    function: Function,
    sink: ast.expr,
    leaks: list[Leak],
    parts: list[ast.expr] | None = None,
) -> Iterator[tuple[Leak, ast.expr]]:
    """The leaks in an expression, as ``caught`` tells them: of several that are behind, each.

    A list of errors holds those of all clauses that put something into it.
    """
    left = leaks
    while left:
        found = caught(facts, function, sink, left, parts)
        if found is None:
            return
        yield found
        if _is_around(found[0], sink):
            return
        left = [each for each in left if each is not found[0]]


def _nodes(
    facts: Facts, function: Function, sink: ast.expr, parts: list[ast.expr] | None
) -> Iterator[ast.expr]:
    """What is shown, without what only stands there for debugging as shipped."""
    waiting: list[ast.AST] = list(reversed([sink] if parts is None else parts))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr):
            yield node
        if isinstance(node, ast.IfExp):
            decided = facts.values.fold(node.test, function)
            kept = [node.test, node.body, node.orelse]
            if decided is not UNKNOWN:
                kept.remove(node.orelse if decided else node.body)
            waiting += reversed(kept)
        else:
            waiting += reversed(list(children(node)))


def _is_within(leak: Leak, function: Function, sink: ast.expr) -> bool:
    """Whether an expression is in reach of a leak: in its clause, or behind it by a name."""
    if leak.scope is function.node:
        return True
    if _is_around(leak, sink):
        return True
    if not leak.names or sink.lineno <= leak.shown.lineno:
        return False
    return not isinstance(leak.scope, ast.ExceptHandler) or may_follow(leak.scope, sink, function)


def _is_around(leak: Leak, sink: ast.expr) -> bool:
    return any(node is sink for node in walk(leak.scope))


def _tells_of_task(facts: Facts, function: Function, node: ast.expr) -> bool:
    """Whether an expression is the text of what a task of Celery failed with."""
    match node:
        case ast.Attribute(value=result, attr="traceback"):
            pass
        case (
            ast.Call(
                func=ast.Name(id="str" | "repr"),
                args=[ast.Attribute(value=result, attr="info" | "result")],
            )
            | ast.FormattedValue(value=ast.Attribute(value=result, attr="info" | "result"))
        ):
            pass
        case _:
            return False
    made = function.assigned.get(result.id, []) if isinstance(result, ast.Name) else [result]
    return any(
        isinstance(each, ast.Call)
        and facts.index.called(each.func, function).rpartition(".")[2] == "AsyncResult"
        for each in made
    )


def _holders(
    facts: Facts, function: Function, embedding: frozenset[str]
) -> Iterator[tuple[str, ast.AST, list[ast.stmt]]]:
    """Names of exceptions: those that are caught or found among results, and those of handlers."""
    for node in own_nodes(function, ast.ExceptHandler, ast.If):
        if isinstance(node, ast.If):
            yield from _found_by(facts, function, node)
        if isinstance(node, ast.ExceptHandler) and node.name is not None:
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            symbols = [facts.index.symbol(each, function) for each in kinds]
            own = {base for each in embedding for base in facts.index.ancestors(each)}
            if any(is_telling(facts, symbol) or symbol in own for symbol in symbols):
                yield node.name, node, node.body
    answered = _answered_by(facts, function)
    # A handler of the project's exceptions alone tells their texts, whatever its annotation says.
    if answered and not any(is_telling(facts, each) for each in answered):
        return
    handed = function.positional[-2:]
    is_handler = len(handed) > 1 and any(not each.isdigit() for each in answered)
    for argument, _ in function.parameters():
        symbol = facts.index.annotated(argument.annotation, function.module)
        # What a handler is registered for is an exception, whatever its class is called.
        if argument.annotation is None:
            is_told = is_handler and argument.arg == handed[-1]
        else:
            is_told = (_is_error(symbol) or symbol in answered) and is_telling(facts, symbol)
        if is_told:
            yield argument.arg, function.node, function.node.body


def _found_by(
    facts: Facts, function: Function, node: ast.If
) -> Iterator[tuple[str, ast.AST, list[ast.stmt]]]:
    """A result that is asked whether it is an exception, as ``gather`` returns those, too."""
    match node.test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
            kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
        case _:
            return
    if function.takes(name) or any(
        each.name == name for each in own_nodes(function, ast.ExceptHandler)
    ):
        return
    symbols = [facts.index.symbol(each, function) for each in kinds]
    if any(_is_error(each) and is_telling(facts, each) for each in symbols):
        # What stands behind `else` is none.
        yield name, ast.Module(node.body, []), node.body


def _answered_by(facts: Facts, function: Function) -> set[str]:
    """The classes of exceptions, and statuses, that a function is registered as a handler of."""
    registered = failures(facts).handlers.registered
    return {each.exception for each in registered if each.function is function}


def _is_error(symbol: str | None) -> bool:
    """Whether a class, of a library or built in, is called as exceptions are."""
    last = (symbol or "").rpartition(".")[2]
    return last.endswith(("Error", "Exception")) or last in _NAMED


def is_telling(facts: Facts, symbol: str | None) -> bool:
    """Whether the text of an exception may tell of internals."""
    if symbol is None:
        return False
    names = {each.rpartition(".")[2] for each in facts.index.ancestors(symbol)}
    if facts.index.definition(symbol) is not None and is_exception(facts, symbol):
        return False
    return not names & _HARMLESS


def _spread(
    facts: Facts, function: Function, name: str, body: list[ast.stmt]
) -> tuple[ast.expr | None, dict[str, ast.expr]]:
    """Where a text is first made of an exception, and the names that hold it."""
    nodes = list(nodes_of(body))
    texts = [
        node
        for node in nodes
        if isinstance(node, ast.expr) and shows(facts, function, name, node, None)
    ]
    handed = [node for node in nodes if isinstance(node, ast.Call) and is_given(node, name)]
    if not texts and not handed:
        return None, {}
    # What a clause keeps may be put into an answer behind it.
    inside, behind = set(map(id, nodes)), (texts or handed)[-1].lineno
    later = [
        node
        for node in own_nodes(function)
        if id(node) not in inside and getattr(node, "lineno", 0) > behind
    ]
    return (texts or handed)[0], names_of([*nodes, *later], texts, facts, function)
