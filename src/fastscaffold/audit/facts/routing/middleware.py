"""The middleware that applications are given, and what each is given in turn."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import is_development
from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.facts.project.loaded import is_left_out
from fastscaffold.audit.facts.routing.made_functions import run_for
from fastscaffold.audit.facts.walking import stands_within
from fastscaffold.audit.modules import Class, Function, Module
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

# Loops in loops; one may go through what has the name of its own variable.
MAX_NESTING = 2
_APPLICATIONS = ("fastapi.FastAPI", "fastapi.applications.FastAPI", "*.Starlette")
# Bots and workers, which call what stands around their messages middleware, too.
_OF_MESSAGES = frozenset(
    (
        *("aiogram", "aiogram_dialog", "dramatiq", "faststream", "maxapi", "taskiq", "telebot"),
        *("vkbottle", "vkwave", "arq", "celery"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Middleware:
    """One use.

    Attributes:
        symbol: its class, or the function that is one.
        functions: what of it is in the project.
        call: carries the options.
    """

    symbol: str
    functions: tuple[Function, ...]
    call: Call
    in_development: bool

    @property
    def name(self) -> str:
        """The last part of its symbol."""
        return self.symbol.rpartition(".")[2]


def gather_middleware(facts: Facts) -> list[Middleware]:
    """Every use in production, in the order of the files."""
    found = [
        each
        for call in facts.calls("*.add_middleware")
        if not facts.callers.is_left(call)
        for each in _given(facts, call, 0)
    ]
    for call in facts.calls("*.Middleware"):
        found += _given(facts, call, 0)
    for call in facts.calls("*.middleware"):
        made = [call.decorates] if isinstance(call.decorates, Function) else _applied(facts, call)
        if made:
            found.append(Middleware(made[0].symbol, tuple(made), call, in_development(call)))
    # One that is wrapped around the application, as ``app = CORSMiddleware(app, ...)``.
    for origin, calls in facts.calls_by_origin.items():
        if origin.endswith("Middleware") and origin.rpartition(".")[2] != "Middleware":
            for call in calls:
                given = call.node.args or call.argument("app")
                if call.module.is_production and given and not _is_of_messages(facts, origin):
                    found += _of_symbol(facts, origin, call)
    found += _wrapped(facts)
    # A module that nothing loads gives nothing to any application.
    return [each for each in found if not is_left_out(facts, each.call.module)]


def _wrapped(facts: Facts) -> Iterator[Middleware]:
    """Classes of the project that are called as applications are, and are given one."""
    for origin, calls in facts.calls_by_origin.items():
        made = facts.index.definition(origin)
        if not isinstance(made, Class) or origin.endswith("Middleware"):
            continue
        entry = made.functions.get("__call__")
        if entry is None or not all(map(entry.takes, ("scope", "receive", "send"))):
            continue
        for call in calls:
            given = call.argument("app", 0)
            kind = facts.index.kind(given, call.scope)
            if call.module.is_production and facts.index.is_a(kind, *_APPLICATIONS):
                yield from _of_symbol(facts, origin, call)


def _is_of_messages(facts: Facts, symbol: str) -> bool:
    """Whether it stands around what a bot or a worker is sent, and not around requests."""
    return any(each.partition(".")[0] in _OF_MESSAGES for each in facts.index.ancestors(symbol))


def _given(
    facts: Facts, call: Call, position: int, steps: int = MAX_NESTING
) -> Iterator[Middleware]:
    scope = call.scope
    node = call.argument("middleware_class", position)
    if node is None:
        return
    if steps and isinstance(node, ast.Name) and facts.index.symbol(node, scope) is None:
        looped = list(_of_loop(facts, call, node.id))
        if looped:
            for each in looped:
                yield from _given(facts, each, position, steps - 1)
            return
    if isinstance(node, ast.Call):
        symbol = facts.index.called(node.func, scope)
    else:
        # A name that nothing tells comes with ``import *``, as that of a call does.
        is_class = isinstance(node, ast.Name) and node.id.endswith("Middleware")
        symbol = facts.index.symbol(node, scope) or (f"?.{unparsed(node)}" if is_class else "")
    yield from _of_symbol(facts, symbol, call)


def _of_loop(facts: Facts, call: Call, name: str) -> Iterator[Call]:
    """What a call in a loop over pairs of classes and options stands for, pair by pair."""
    scope = call.scope
    holder = scope.tree if isinstance(scope, Module) else scope.node
    for loop in inside(holder):
        if not isinstance(loop, ast.For):
            continue
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        names = [each.id if isinstance(each, ast.Name) else "" for each in targets]
        if name not in names:
            continue
        for listed, _ in followed(facts, loop.iter, scope):
            for each in listed.elts if isinstance(listed, ast.List | ast.Tuple) else ():
                parts = each.elts if isinstance(each, ast.Tuple) else [each]
                given = dict(zip(names, parts, strict=False))
                yield replace(call, node=_filled(call.node, given))


def _filled(node: ast.Call, given: Mapping[str, ast.expr]) -> ast.Call:
    """A call with what a loop gives to its variables."""
    args = [given.get(each.id, each) if isinstance(each, ast.Name) else each for each in node.args]
    keywords = [
        ast.keyword(each.arg, given.get(each.value.id, each.value))
        if isinstance(each.value, ast.Name)
        else each
        for each in node.keywords
    ]
    return ast.copy_location(ast.Call(node.func, args, keywords), node)


def _of_symbol(facts: Facts, symbol: str, call: Call) -> Iterator[Middleware]:
    definition = facts.index.definition(symbol)
    functions: list[Function] = []
    if isinstance(definition, Function):
        functions = [definition]
    functions += run_for(facts, call.argument("dispatch"), call.scope)
    for ancestor in facts.index.ancestors(symbol):
        base = facts.index.definition(ancestor)
        if isinstance(base, Class):
            functions += base.functions.values()
    functions += _backend(facts, call)
    yield Middleware(symbol, tuple(functions), call, in_development(call))


def _backend(facts: Facts, call: Call) -> Iterator[Function]:
    """What starlette's authentication asks who it is."""
    scope = call.function or call.owner or call.module
    kind = facts.index.kind(call.argument("backend", 1), scope)
    if facts.index.is_a(kind, "*.AuthenticationBackend"):
        for ancestor in facts.index.ancestors(kind):
            base = facts.index.definition(ancestor)
            if isinstance(base, Class):
                yield from base.functions.values()


def _applied(facts: Facts, call: Call) -> list[Function]:
    """What ``app.middleware("http")`` is called with at once."""
    for other in call.module.calls:
        if other.node.func is call.node and other.node.args:
            return list(run_for(facts, other.node.args[0], other.scope))
    return []


def in_development(call: Call) -> bool:
    """Whether a call stands where only development, or a test, comes."""
    return stands_within(call, lambda test: (is_development(test), False))
