"""Handlers of exceptions, however they are registered, and middleware that does their work."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.handler_mappings import UndecidedError, mapped
from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.usage import loaded_names
from fastscaffold.audit.facts.routing.catching import EVERYTHING, catching
from fastscaffold.audit.facts.routing.descriptions import described
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function, Module, module_of
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope


# Middleware that is handed handlers of its own.
_HANDING = frozenset(
    f"starlette.middleware.{module}.ExceptionMiddleware" for module in ("errors", "exceptions")
) | {"starlette.exceptions.ExceptionMiddleware"}


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """One registration.

    Attributes:
        exception: the symbol of what it answers, or a status as digits.
        function: what answers; None where it is not in the project.
    """

    exception: str
    function: Function | None
    place: Place


@dataclass(slots=True)
class Handlers:
    """All registrations.

    Attributes:
        is_open: whether something is registered that cannot be told.
        middleware: places of middleware that answers whatever fails.
        telling: those of them that answer with something of the error.
    """

    registered: list[Handler] = field(default_factory=list[Handler])
    is_open: bool = False
    middleware: list[Place] = field(default_factory=list[Place])
    telling: list[Place] = field(default_factory=list[Place])

    def of_everything(self) -> list[Handler]:
        """Handlers of ``Exception``."""
        return [each for each in self.registered if each.exception in EVERYTHING]

    def of(self, facts: Facts, symbol: str) -> list[Handler]:
        """Handlers that are meant for a class: of itself or of a base but ``Exception``.

        One of ``Exception`` that looks for the class is meant for it, too.
        """
        names = set(facts.index.ancestors(symbol)) - EVERYTHING
        found = [each for each in self.registered if each.exception in names]
        return [*found, *(each for each in self.of_everything() if _tells(facts, each, symbol))]


def gather_handlers(facts: Facts) -> Handlers:
    """Find them."""
    found = Handlers()
    for call in facts.calls("*.add_exception_handler"):
        if _runs(facts, call):
            _register(
                facts,
                found,
                call.argument("exc_class_or_status_code", 0),
                call,
                call.argument("handler", 1),
            )
    for call in facts.calls("*.exception_handler"):
        if _runs(facts, call):
            handler = call.decorates if isinstance(call.decorates, Function) else _applied(call)
            _register(facts, found, call.argument("exc_class_or_status_code", 0), call, handler)
    for router in facts.apps:
        given = router.call.argument("exception_handlers")
        if given is not None:
            scope = router.call.scope
            _mapping(facts, found, given, scope)
        elif not router.call.is_complete:
            told = described(facts, router)
            found.is_open |= not told.is_complete or "exception_handlers" in told.given
    for each in facts.middleware:
        given = each.call.argument("handlers", 1)
        if given is not None and each.symbol in _HANDING:
            _mapping(facts, found, given, each.call.scope)
    for module in facts.production:
        _assigned(facts, found, module)
        for place, is_telling in catching(facts, module):
            found.middleware.append(place)
            if is_telling:
                found.telling.append(place)
    return found


def _register(
    facts: Facts,
    found: Handlers,
    exception: ast.expr | None,
    call: Call,
    handler: ast.expr | Function | None,
) -> None:
    scope = call.scope
    place = Place(call.module.path, call.node.lineno, "registers a handler")
    loop = _loop_over(exception, scope)
    if loop is None:
        _add(facts, found, (exception, handler), scope, place)
    else:
        _looped(facts, found, loop, handler, scope)


def _loop_over(exception: ast.expr | None, scope: Scope) -> ast.For | None:
    """The loop that goes through what is registered."""
    if not isinstance(exception, ast.Name):
        return None
    holder = scope.tree if isinstance(scope, Module) else scope.node
    for each in inside(holder):
        if isinstance(each, ast.For):
            target = each.target
            for first in target.elts[:1] if isinstance(target, ast.Tuple) else [target]:
                if isinstance(first, ast.Name) and first.id == exception.id:
                    return each
    return None


def _looped(
    facts: Facts,
    found: Handlers,
    loop: ast.For,
    handler: ast.expr | Function | None,
    scope: Scope,
) -> None:
    """Register what a loop goes through: a mapping, pairs, or exceptions of one handler."""
    gone_through: tuple[ast.expr, Scope] | None = (loop.iter, scope)
    match loop.iter:
        case ast.Call(func=ast.Attribute(value=mapping, attr="items")):
            _mapping(facts, found, mapping, scope)
            return
        case ast.Call(func=ast.Attribute(value=base, attr="__subclasses__"), args=[]):
            place = Place(module_of(scope).path, loop.lineno, "registers a handler")
            for derived in _below(facts, facts.index.symbol(base, scope)):
                _answer(facts, found, derived.symbol, handler, scope, place)
            return
        case ast.Name() | ast.Attribute() | ast.Call():
            gone_through = _step(facts, loop.iter, scope)
        case _:
            pass
    node, holder = gone_through or (loop.iter, scope)
    if not isinstance(node, ast.List | ast.Tuple | ast.Set):
        found.is_open = True
        return
    for each in node.elts:
        place = Place(module_of(holder).path, each.lineno, "registers a handler")
        match each, loop.target:
            case ast.Tuple(elts=[exception, answer]), ast.Tuple():
                _add(facts, found, (exception, answer), holder, place)
            case _:
                _add(facts, found, (each, handler), holder, place)


def _add(
    facts: Facts,
    found: Handlers,
    pair: tuple[ast.expr | None, ast.expr | Function | None],
    scope: Scope,
    place: Place,
) -> None:
    exception, handler = pair
    folded = facts.values.fold(exception, scope)
    symbol = str(folded) if isinstance(folded, int) else facts.index.symbol(exception, scope)
    if symbol is None:
        found.is_open = True
        return
    _answer(facts, found, symbol, handler, scope, place)


def _answer(  # noqa: PLR0917
    facts: Facts,
    found: Handlers,
    symbol: str,
    handler: ast.expr | Function | None,
    scope: Scope,
    place: Place,
) -> None:
    function = handler if isinstance(handler, Function) else None
    if isinstance(handler, ast.expr):
        made = handler.func if isinstance(handler, ast.Call) else handler
        function = facts.index.function_of(made, scope)
    found.registered.append(Handler(symbol, function, place))


def _below(facts: Facts, symbol: str | None) -> list[Class]:
    """The classes of a project that derive from one."""
    return [
        each
        for module in facts.production
        for each in module.classes.values()
        if symbol in facts.index.ancestors(each.symbol)[1:]
    ]


def _applied(call: Call) -> ast.expr | None:
    """What ``app.exception_handler(E)`` is called with at once."""
    for other in call.module.calls:
        if other.node.func is call.node and other.node.args:
            return other.node.args[0]
    return None


def _mapping(facts: Facts, found: Handlers, node: ast.expr, scope: Scope) -> None:
    """The handlers in a mapping from exceptions to them."""
    try:
        for key, value, holder in mapped(facts, node, scope):
            place = Place(module_of(holder).path, key.lineno, "registers a handler")
            _add(facts, found, (key, value), holder, place)
    except UndecidedError:
        found.is_open = True


def _step(facts: Facts, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope] | None:
    if isinstance(node, ast.Call):
        target = facts.callers.target(call_of(node, scope))
        function = target if isinstance(target, Function) else None
        values = list(returned(function)) if function is not None else []
        return (values[0], function) if function is not None and values else None
    if isinstance(node, ast.Name) and isinstance(scope, Function):
        values = scope.assigned.get(node.id, [])
        if values:
            return values[-1], scope
    known = facts.index.values_of(facts.index.symbol(node, scope))
    return known[-1] if known else None


def _assigned(facts: Facts, found: Handlers, module: Module) -> None:
    """Handlers that are put into ``app.exception_handlers[...]``."""
    for function in module.functions.values():
        for node in own_nodes(function, ast.Assign):
            if (
                isinstance(node.targets[0], ast.Subscript)
                and isinstance(node.targets[0].value, ast.Attribute)
                and node.targets[0].value.attr == "exception_handlers"
            ):
                place = Place(module.path, node.lineno, "registers a handler")
                _add(facts, found, (node.targets[0].slice, node.value), function, place)


def _runs(facts: Facts, call: Call) -> bool:
    """Whether the function that a call stands in is used by anybody."""
    function = call.function
    while function is not None and function.parent is not None:
        function = function.parent
    if function is None or function.owner is not None or function.node.decorator_list:
        return True
    if any(router.call.function is function for router in facts.apps):
        return True
    return function.name in loaded_names(facts)


def _tells(facts: Facts, handler: Handler, symbol: str) -> bool:
    """Whether a handler of everything looks for a class."""
    if handler.function is None:
        return False
    names = own_nodes(handler.function, ast.Name)
    return any(facts.index.symbol(node, handler.function) == symbol for node in names)
