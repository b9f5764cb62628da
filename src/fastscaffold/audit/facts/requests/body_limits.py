"""What refuses large bodies before anything reads them: middleware, dependencies and proxies."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.bounds import bounds
from fastscaffold.audit.facts.running.reach import Reach
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import mentions
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.middleware import Middleware
    from fastscaffold.audit.facts.routing.routes import Route
    from fastscaffold.audit.modules import Call, Function

LIMITER = re.compile(r"(?i)(size|body|upload|content|length).*limit|(limit|max).*(size|body|upl)")
_PROXIES = ("*.conf", "*.conf.template", "*nginx*", "*Caddyfile*", ".htaccess")
_SIZE = r"\W+([1-9]\d*)\s*([kmg]?)"
_BY_PROXY = re.compile(
    rf"(?i)(?:^|[\s{{;])(?:client_max_body_size|LimitRequestBody|max_size){_SIZE}"
)
# Objects of a cluster, and configuration of Traefik, which are told apart by the whole name.
_CLUSTERS = ("*.yaml", "*.yml", "*.toml")
_BY_CLUSTER = re.compile(
    rf"(?i)(?:nginx\.ingress\.kubernetes\.io/proxy-body-size|buffering\.maxRequestBodyBytes"
    rf"|^\s*maxRequestBodyBytes|^\s*client_max_body_size(?=\s+\d+[kmg]?;)){_SIZE}"
)
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
# What is more is no limit to a process.
MOST = 4 << 30
_HEADER = "content-length"
# What middleware is told to look at, and not what to leave alone.
_PATHS = re.compile(
    r"(?i)^(?!.*(?:allow|except|exclu|exempt|ignor|skip))(?:\w+_)?(?:paths?|prefix(?:es)?|routes?|urls?)$"
)
_FILLED_IN = re.compile(r"\{[^{}]*\}")


def is_bounded_everywhere(facts: Facts) -> bool:
    """Whether middleware, or a proxy that is shipped, refuses large bodies."""
    if any(size <= MOST for size in _of_proxies(facts)):
        return True
    return any(not told_paths(facts, each.call) for each in _limiting(facts))


def bounded_routes(facts: Facts) -> set[Route]:
    """The routes of which middleware refuses large bodies, where it is told some paths only."""
    told = [path for each in _limiting(facts) for path in told_paths(facts, each.call)]
    return {
        route
        for route in facts.routes
        if any(path.match(_FILLED_IN.sub("1", route.path)) for path in told)
    }


def _limiting(facts: Facts) -> Iterator[Middleware]:
    """Middleware that refuses large bodies, by its name or by what it does."""
    for each in facts.middleware:
        if LIMITER.search(each.name) or refuses_length(*Reach(facts).of(*each.functions)):
            yield each


def told_paths(facts: Facts, call: Call) -> list[re.Pattern[str]]:
    """The paths that middleware is told to look at alone; none where it looks at all."""
    found: list[re.Pattern[str]] = []
    for keyword in call.node.keywords:
        if keyword.arg is None or not _PATHS.search(keyword.arg):
            continue
        value = keyword.value
        held = facts.index.values_of(facts.index.symbol(value, call.scope))
        listed = held[-1][0] if held else value
        for each in _each(listed):
            match each:
                case ast.Constant(value=str() as path):
                    found.append(re.compile(re.escape(path)))
                case ast.Call(args=[ast.Constant(value=str() as path), *_]):
                    with suppress(re.error):
                        found.append(re.compile(path))
                case _:
                    pass
    return found


def _each(listed: ast.expr) -> list[ast.expr]:
    """What a list holds; a path by itself is all of it, and no other address is a path."""
    match listed:
        case ast.List(elts=held) | ast.Set(elts=held) | ast.Tuple(elts=held):
            return held
        case ast.Constant(value=str() as text) if text.startswith("/"):
            return [listed]
        case ast.Call(args=[ast.Constant(value=str()), *_]) if last_called(listed) == "compile":
            return [listed]
        case _:
            return []


def _of_proxies(facts: Facts) -> Iterator[int]:
    configuration = facts.configuration
    for expression, paths in ((_BY_PROXY, _PROXIES), (_BY_CLUSTER, _CLUSTERS)):
        for place in configuration.search(expression, *paths):
            found = expression.search(place.note)
            if found is not None:
                yield int(found[1]) * _UNITS[found[2].lower()]


def refuses_length(*functions: Function) -> bool:
    """Whether what a request says of the length of its body is read, and compared."""
    reading = {each.name for each in functions if _length(each)}
    return any(_compares_length(each, reading) for each in functions) if reading else False


def _length(function: Function) -> set[int]:
    """Where a function reads the header of a request."""
    nodes = list(inside(function.node))
    answered = _answered(nodes)
    found: set[int] = set()
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr="get" | "getlist", value=held), args=[name, *_]):
                is_read = _is_header(name) and not mentions(held, answered)
            case ast.Subscript(value=held, slice=name, ctx=ast.Load()):
                is_read = _is_header(name) and not mentions(held, answered)
            case ast.Compare(ops=[ast.Eq()], left=left, comparators=[right]):
                is_read = _is_header(left) or _is_header(right)
            case _:
                is_read = False
        if is_read:
            found.add(id(node))
    return found


def _compares_length(function: Function, reading: set[str]) -> bool:
    nodes = list(inside(function.node))
    read = _length(function)
    # Found in a loop over all headers, it is what the loop has at hand.
    is_looped = any(isinstance(each, ast.Compare) and id(each) in read for each in nodes)
    names: set[str] = set()
    for _ in range(3):
        names |= {
            target.id
            for target, value in _assigned(nodes)
            if _is_length(value, read, names, reading)
        }
    return any(
        bounds(each, nodes, lambda side: is_looped or _is_length(side, read, names, reading))
        for each in nodes
        if isinstance(each, ast.Compare)
    )


def _is_length(node: ast.expr, read: set[int], names: set[str], reading: set[str]) -> bool:
    for each in walk(node):
        match each:
            case ast.Name(id=name) if name in names:
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in reading:
                return True
            case _ if id(each) in read:
                return True
            case _:
                pass
    return False


def _assigned(nodes: list[ast.AST]) -> Iterator[tuple[ast.Name, ast.expr]]:
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name() as target], value=value):
                yield target, value
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                yield target, value
            case ast.NamedExpr(target=target, value=value):
                yield target, value
            case _:
                pass


def _answered(nodes: list[ast.AST]) -> set[str]:
    """Names of responses."""
    return {"response", "resp"} | {
        target.id
        for target, value in _assigned(nodes)
        if any(isinstance(each, ast.Name) and each.id == "call_next" for each in walk(value))
    }


def _is_header(node: ast.expr) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str | bytes):
        return False
    text = node.value if isinstance(node.value, str) else node.value.decode(errors="replace")
    return text.lower() == _HEADER
