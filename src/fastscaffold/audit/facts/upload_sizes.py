"""Where uploads, and bodies that come in pieces, are taken in however large they are."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.reach import Reach
from fastscaffold.audit.facts.uploads import Uploads
from fastscaffold.audit.modules import Function, called_name
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

# What says how large something is, before it is read.
_MEASURES = frozenset({"fstat", "getsize", "seek", "tell"})
_LENGTH = re.compile(r"content.length", re.IGNORECASE)
_LIMITER = re.compile(r"(?i)(size|body|upload|content|length).*limit|(limit|max).*(size|body|upl)")
_BY_PROXY = re.compile(
    r"(?i)(client_max_body_size\s+[1-9]|maxRequestBodyBytes\W+[1-9]|LimitRequestBody\s+[1-9]"
    r"|proxy-body-size\W+[1-9])"
)
_PROXIES = ("*.conf", "*.conf.template", "*nginx*", "*.yaml", "*.yml", "*.toml")
_ORDERS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
_READS = frozenset({"file", "read", "stream"})
MAX_FUNCTIONS = 3


def unbounded_uploads(facts: Facts) -> Iterator[tuple[Function, ast.expr]]:
    """The first place of each function at which one is, unless something before has a limit."""
    found = [
        (function, node)
        for module in facts.production
        for function in module.functions.values()
        if (node := _first_read(facts, function)) is not None
        and _is_run(facts, function)
        and not _has_limit(facts, function, node)
    ]
    if found and not _is_bounded_everywhere(facts):
        yield from found


def _is_bounded_everywhere(facts: Facts) -> bool:
    """Whether middleware, or a proxy that is shipped, refuses large bodies."""
    if facts.configuration.search(_BY_PROXY, *_PROXIES):
        return True
    return any(
        _LIMITER.search(each.name)
        or any(
            _asks_for_length(inside(function.node)) for function in Reach(facts).of(*each.functions)
        )
        for each in facts.middleware
    )


def _is_run(facts: Facts, function: Function) -> bool:
    """Whether a route runs it, or something calls it; of others, nobody can tell what is before."""
    return function in _served(facts) or bool(facts.callers.of(function))


def _served(facts: Facts) -> set[Function]:
    found = {route.function for route in facts.routes}
    for route in facts.routes:
        for dependency in route.dependencies:
            found.update(dependency.functions)
    return found


def _first_read(facts: Facts, function: Function) -> ast.expr | None:
    nodes = list(inside(function.node))
    if not any(isinstance(each, ast.Attribute) and each.attr in _READS for each in nodes):
        return None
    uploads = Uploads(facts, function)
    looped = _looped(nodes)
    reads = (
        each
        for each in nodes
        if isinstance(each, ast.Call) and _reads(facts, function, uploads, each, id(each) in looped)
    )
    return min(reads, key=lambda each: (each.lineno, each.col_offset), default=None)


def _looped(nodes: Iterable[ast.AST]) -> set[int]:
    """What stands in loops that keep all that they read: write it, or add it up."""
    return {
        id(each)
        for loop in nodes
        if isinstance(loop, ast.While | ast.AsyncFor) and any(map(_keeps, walk(loop)))
        for each in walk(loop)
    }


def _keeps(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="append" | "extend" | "write")):
            return True
        case ast.AugAssign(value=ast.Name()):
            return True
        case _:
            return False


def _reads(
    facts: Facts,
    function: Function,
    uploads: Uploads,
    call: ast.Call,
    in_loop: bool,  # noqa: FBT001
) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(value=held, attr="read")) if _is_content(uploads, held):
            # With a size, it is read piece by piece, or begun only.
            return in_loop or not call.args or _is_everything(call.args[0])
        case ast.Call(func=ast.Attribute(value=held, attr="stream")):
            kind = facts.index.kind(held, function) or ""
            return in_loop and kind.rpartition(".")[2] == "Request"
        case ast.Call(args=[ast.Attribute(attr="file") as held, *_]) if uploads.holds(held.value):
            target = facts.index.definition(facts.index.called(call.func, function))
            if isinstance(target, Function):
                return _reads_first(target)
            return target is None and called_name(call).rpartition(".")[2] not in _MEASURES
        case _:
            return False


def _is_content(uploads: Uploads, node: ast.expr) -> bool:
    """Whether an expression is an upload, or the file of one."""
    if isinstance(node, ast.Name):
        values = uploads.function.assigned.get(node.id, [])
        node = values[0] if len(values) == 1 else node
    held = node.value if isinstance(node, ast.Attribute) and node.attr == "file" else node
    return uploads.holds(held)


def _reads_first(function: Function) -> bool:
    """Whether a function reads the file that it is given first to its end."""
    first = next((argument.arg for argument, _ in function.parameters()), "")
    for node in inside(function.node):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="read"), args=args):
                if name == first and (not args or _is_everything(args[0])):
                    return True
            case _:
                pass
    return False


def _is_everything(size: ast.expr) -> bool:
    match size:
        case ast.Constant(value=None) | ast.UnaryOp(op=ast.USub()):
            return True
        case _:
            return False


def _has_limit(facts: Facts, function: Function, read: ast.expr) -> bool:
    """Whether the function, what it depends on, or all that call it look at the size before."""
    if _measures(facts, function, read.lineno, MAX_FUNCTIONS):
        return True
    for route in facts.routes:
        if route.function is function:
            depended = [each for one in route.dependencies for each in one.functions]
            if any(_asks_for_length(inside(each.node)) for each in depended):
                return True
    calls = facts.callers.of(function)
    return bool(calls) and all(_measured_before(facts, call) for call in calls)


def _measured_before(facts: Facts, call: Call) -> bool:
    caller = call.function
    return caller is not None and _measures(facts, caller, call.node.lineno, MAX_FUNCTIONS)


def _measures(facts: Facts, function: Function, line: int, steps: int) -> bool:
    """Whether what stands before a line compares a size, or has it compared."""
    nodes = list(inside(function.node))
    if any(_LENGTH.search(argument.arg) for argument, _ in function.parameters()):
        return True
    if _asks_for_length(nodes) or _counts(nodes):
        return True
    sizes = {name for name, values in function.assigned.items() if any(map(_is_size, values))}
    before = [each for each in nodes if getattr(each, "lineno", line) <= line]
    if any(isinstance(each, ast.Compare) and _compares(each, sizes) for each in before):
        return True
    return steps > 0 and any(
        call.node.lineno <= line and _is_measured_by(facts, function, call, steps)
        for call in function.calls
    )


def _is_measured_by(facts: Facts, function: Function, call: Call, steps: int) -> bool:
    """Whether a function that is given an upload, or its size, looks at that."""
    given = [*call.node.args, *(each.value for each in call.node.keywords)]
    uploads = Uploads(facts, function)
    if not any(uploads.holds(each) or _is_size(each) for each in given):
        return False
    target = facts.callers.target(call)
    if isinstance(target, Function):
        end = target.node.end_lineno or target.node.lineno
        read = _first_read(facts, target)
        return _measures(facts, target, end if read is None else read.lineno, steps - 1)
    return bool(_LIMITER.search(called_name(call.node)))


def _asks_for_length(nodes: Iterable[ast.AST]) -> bool:
    """Whether the header that says how long a body is, is read."""
    return any(
        isinstance(each, ast.Constant)
        and isinstance(each.value, str | bytes)
        and str(each.value).strip("b'").lower() == "content-length"
        for each in nodes
    )


def _counts(nodes: list[ast.AST]) -> bool:
    """Whether what is read piece by piece is added up, and compared: ``size += len(chunk)``."""
    counted = {
        each.target.id
        for each in nodes
        if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name)
    }
    return any(
        isinstance(each, ast.Compare)
        and isinstance(each.ops[0], _ORDERS)
        and any(isinstance(part, ast.Name) and part.id in counted for part in walk(each))
        for each in nodes
    )


def _compares(node: ast.Compare, sizes: set[str]) -> bool:
    return any(isinstance(each, _ORDERS) for each in node.ops) and any(
        _is_size(part) or (isinstance(part, ast.Name) and part.id in sizes)
        for part in (node.left, *node.comparators)
    )


def _is_size(node: ast.expr) -> bool:
    """Whether an expression says how large a file is that has not been read."""
    for each in walk(node):
        match each:
            case ast.Attribute(attr="size" | "st_size"):
                return True
            case ast.Call(func=ast.Attribute(attr=name)) if name in _MEASURES:
                return True
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value="size"), *_]):
                return True
            case _:
                pass
    return False
