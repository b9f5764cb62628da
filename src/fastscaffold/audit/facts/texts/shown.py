"""Where an exception is made a text: by ``str``, in a format, or by what it is handed to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.failures import is_exception
from fastscaffold.audit.facts.texts.names import names_of
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

TRACES = frozenset(
    {
        "traceback.format_exc",
        "traceback.format_exception",
        "traceback.format_exception_only",
        "traceback.format_tb",
    }
)
_ATTRIBUTES = frozenset({"__cause__", "args", "orig", "stderr", "statement"})
# Of those, what is a text by itself, or a tuple of texts.
_TOLD = frozenset({"args", "explanation", "statement", "stderr", "strerror"})
_SHOWING = frozenset({"ascii", "pprint.pformat", "repr", "str"})
_METHODS = frozenset({"__repr__", "__str__"})


def shows(
    facts: Facts,
    function: Function,
    name: str,
    node: ast.AST,
    sink: ast.expr | None,
    *,
    steps: int = 2,
) -> bool:
    """Whether a node makes a text of an exception, or hands the exception itself to a sink."""
    match node:
        case ast.Call():
            called = facts.index.called(node.func, function)
            if called in _SHOWING or called in TRACES:
                return called in TRACES or (bool(node.args) and _holds(node.args[0], name))
            if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
                return _holds(node.func.value, name)
            if steps and node is not sink and _is_described(facts, function, node, name, steps - 1):
                return True
            is_format = isinstance(node.func, ast.Attribute) and node.func.attr == "format"
            if node is sink and called.endswith("HTTPException"):
                return is_given(ast.Call(node.func, node.args[1:], node.keywords), name)
            takes = is_format or (node is sink and _is_body(facts, called))
            return takes and is_given(node, name)
        case ast.FormattedValue():
            return _holds(node.value, name)
        case ast.BinOp(op=ast.Mod()):
            given = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return any(_holds(each, name) for each in given)
        case ast.Subscript(value=ast.Attribute(value=held, attr="args")):
            return is_name(held, name)
        case ast.Attribute(value=ast.Name(id=held), attr=attribute):
            return held == name and attribute in _TOLD
        case ast.Dict() if sink is not None:
            return any(is_name(value, name) for value in node.values)
        case _:
            return False


def _is_described(facts: Facts, function: Function, call: ast.Call, name: str, steps: int) -> bool:
    """Whether what is called of the project makes a text of an exception, whichever it is."""
    place = next((at for at, each in enumerate(call.args) if is_name(each, name)), None)
    if not name or place is None:
        return False
    symbol = facts.index.called(call.func, function)
    helper = facts.index.definition(symbol)
    if isinstance(helper, Function):
        held = helper.positional[place] if place < len(helper.positional) else ""
        return (
            bool(held) and not _is_read(facts, helper) and _returns_text(facts, helper, held, steps)
        )
    return any(
        place < len(value.args.args)
        and any(
            shows(facts, function, value.args.args[place].arg, each, None, steps=steps)
            for each in walk(value.body)
        )
        for value, _ in facts.index.values_of(symbol)
        if isinstance(value, ast.Lambda)
    )


def _is_read(facts: Facts, helper: Function) -> bool:
    """Whether a function makes an object of its own of what it finds in a text."""
    kinds = facts.index.typed(helper.node.returns, helper.module)
    symbols = [facts.index.symbol(each, scope) for each, scope in kinds]
    return any(
        isinstance(facts.index.definition(symbol), Class) and not is_exception(facts, symbol)
        for symbol in symbols
    )


def _returns_text(facts: Facts, helper: Function, held: str, steps: int) -> bool:
    """Whether a function returns the text of a parameter; one that tells kinds apart may not."""
    nodes = list(own_nodes(helper))
    if any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id == "isinstance"
        and is_given(each, held)
        for each in nodes
    ):
        return False
    texts = [
        each
        for each in nodes
        if isinstance(each, ast.expr) and shows(facts, helper, held, each, None, steps=steps)
    ]
    names = names_of(nodes, texts, facts, helper, steps)
    return any(
        each in texts or (isinstance(each, ast.Name) and each.id in names)
        for value in returned(helper)
        for each in walk(value)
    )


def _is_body(facts: Facts, called: str) -> bool:
    """Whether what is called is a class whose instances are sent."""
    last = called.rpartition(".")[2]
    return last.endswith(("Exception", "Response")) or isinstance(
        facts.index.definition(called), Class
    )


def is_given(call: ast.Call, name: str) -> bool:
    """Whether a call is given what a name holds."""
    given = arguments_of(call)
    return any(is_name(each, name) for each in given)


def _holds(node: ast.expr, name: str) -> bool:
    if isinstance(node, ast.IfExp):
        return _holds(node.body, name) or _holds(node.orelse, name)
    if isinstance(node, ast.BoolOp):
        return any(_holds(each, name) for each in node.values)
    if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
        node = node.value
    return is_name(node, name)


def is_name(node: ast.expr, name: str) -> bool:
    """Whether an expression is a name."""
    return isinstance(node, ast.Name) and node.id == name
