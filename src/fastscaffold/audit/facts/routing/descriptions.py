"""What an application tells of itself: the arguments of ``FastAPI()``, and tags."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origins.followed import given
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.routing.bootstrappers import told
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.routers import Router
    from fastscaffold.audit.modules import Call, Scope

# What says something of an application.
TEXTS = frozenset({"description", "summary", "title", "version"})
_DEFAULTS = {"title": "FastAPI"}
_MOST_STEPS = 6


@dataclass(slots=True)
class Description:
    """The description of one application.

    Attributes:
        given: names of arguments that say something, such as ``title``.
        is_complete: whether all arguments are known.
        unpacked: mappings that have been taken already, and how many steps were left there.
    """

    app: Router
    given: set[str]
    is_complete: bool
    unpacked: dict[tuple[object, Scope], int] = field(
        default_factory=dict["tuple[object, Scope]", int]
    )

    @property
    def place(self) -> Place:
        """Where it is made."""
        told = ", ".join(sorted(self.given & {"description", "title", "version"})) or "nothing"
        return at_call(self.app.call, f"FastAPI() is given {told}")


@lru_cache(maxsize=2)
def description(facts: Facts) -> Description | None:
    """That of the application that says most of itself; None where there is none."""
    found = [described(facts, app) for app in facts.apps]
    wanted = {"description", "title", "version"}

    def said(each: Description) -> tuple[int, bool]:
        # Of those that say as little, one whose documentation is seen decides.
        return len(each.given & wanted), switched_off(facts, each.app) is None

    return max(found, key=said, default=None)


def tagged(facts: Facts) -> Place | None:
    """Where tags are given to a route, a router or what includes one."""
    calls = [
        *(route.call for route in facts.routes),
        *(router.call for router in facts.served.routers.values()),
        *facts.calls("*.include_router"),
    ]
    for call in calls:
        if call.argument("tags") is not None:
            return at_call(call, "tags")
    return None


def switched_off(facts: Facts, app: Router) -> Place | None:
    """Where the document, or every page that shows it, is always switched off."""
    arguments, _ = given(facts, app.call)

    def is_off(name: str) -> bool:
        value = arguments.get(name)
        return value is not None and facts.values.fold(*value) is None

    if is_off("openapi_url") or (is_off("docs_url") and is_off("redoc_url")):
        return at_call(app.call, "the documentation is switched off")
    return None


def described(facts: Facts, app: Router) -> Description:
    """What one application is given."""
    found = Description(app, set(), is_complete=True)
    if not facts.index.is_a(facts.index.origin(app.call), "*.FastAPI"):
        # Another makes it, and tells it what it is told itself.
        found.is_complete = False
        for name, value, scope in told(facts):
            _take(facts, found, name, value, scope)
        return found
    for call in (app.call, *_of_own_class(facts, app.call)):
        for keyword in call.node.keywords:
            if keyword.arg is not None:
                _take(facts, found, keyword.arg, keyword.value, call.scope)
            elif call is app.call or not _is_handed_on(keyword.value, call.scope):
                _unpack(facts, found, keyword.value, call.scope, _MOST_STEPS)
    return found


def _of_own_class(facts: Facts, made: Call) -> Iterator[Call]:
    """What a class of the project gives the constructor that it derives from."""
    target = facts.callers.target(made)
    start = None
    if isinstance(target, Class):
        start = facts.index.method(target.symbol, "__init__")
    for call in start.calls if start is not None else ():
        match call.node.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
                yield call
            case _:
                pass


def _is_handed_on(node: ast.expr, scope: Scope) -> bool:
    """Whether it is the ``**options`` of a constructor, which are looked at where it is called."""
    kwarg = scope.node.args.kwarg if isinstance(scope, Function) else None
    return kwarg is not None and isinstance(node, ast.Name) and node.id == kwarg.arg


def _take(facts: Facts, found: Description, name: str, value: ast.expr, scope: Scope) -> None:
    if _is_borrowed(facts, found, name, value, scope):
        return
    folded = facts.values.fold(value, scope)
    if folded is not None and folded != "" and folded != _DEFAULTS.get(name):
        found.given.add(name)


def _is_borrowed(
    facts: Facts, found: Description, name: str, value: ast.expr, scope: Scope
) -> bool:
    """Whether it is what another application is called that was not given it, either."""
    if not isinstance(value, ast.Attribute) or value.attr != name:
        return False
    symbol = facts.index.symbol(value.value, scope)
    for app in facts.apps:
        if app is not found.app and app.key == symbol and app.call.is_complete:
            own = app.call.argument(name)
            return own is None or facts.values.fold(own, app.call.scope) == _DEFAULTS.get(name)
    return False


def _unpack(facts: Facts, found: Description, node: ast.expr, scope: Scope, steps: int) -> None:
    """Take what ``**`` gives, once: a mapping may be made of itself, and of others many times."""
    mapping = (dotted(node) or node, scope)
    if mapping in found.unpacked and found.unpacked[mapping] >= steps:
        return
    found.unpacked[mapping] = steps
    known = False
    match node:
        case ast.Dict():
            known = True
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    _unpack(facts, found, value, scope, steps - 1)
                    continue
                name = facts.values.text(key, scope)
                if name is not None:
                    _take(facts, found, name, value, scope)
        case ast.Call(func=ast.Name(id="dict")):
            known = True
            for keyword in node.keywords:
                if keyword.arg is not None:
                    _take(facts, found, keyword.arg, keyword.value, scope)
        case _ if steps > 0:
            known = _follow(facts, found, node, scope, steps - 1)
        case _:
            found.is_complete = False
            return
    if not known:
        found.is_complete = False
        _take_from_file(facts, found, node, scope)


def _take_from_file(facts: Facts, found: Description, node: ast.expr, scope: Scope) -> None:
    """Take what a file of configuration says that the repository holds."""
    for name in TEXTS:
        entry = ast.copy_location(ast.Attribute(node, name, ast.Load()), node)
        for each in facts.origins.of(entry, scope):
            is_written = each.kind == "constant" and not each.place.path.endswith(".py")
            if is_written and each.value not in {"", _DEFAULTS.get(name)}:
                found.given.add(name)


def _follow(facts: Facts, found: Description, node: ast.expr, scope: Scope, steps: int) -> bool:
    """Go to where a mapping is made; false where that is not in sight."""
    if isinstance(node, ast.Name) and isinstance(scope, Function):
        known = _local(facts, found, node.id, scope, steps)
        if known is not None:
            return known
    function = _maker(facts, node, scope)
    if function is not None:
        for value in returned(function):
            _unpack(facts, found, value, function, steps)
        return True
    held = dumped(facts.index, node, scope)
    kind = facts.index.definition(facts.index.kind(held, scope))
    if isinstance(kind, Class):
        _take_fields(facts, found, kind)
        return True
    values = facts.index.values_of(facts.index.symbol(node, scope))
    for value, holder in values:
        _unpack(facts, found, value, holder, steps)
    return bool(values)


def _take_fields(facts: Facts, found: Description, kind: Class) -> None:
    """Take what an object that is turned into a mapping is made with, else its defaults."""
    calls = facts.callers.of_class(kind.symbol)
    for each in all_fields(facts.index, kind).values():
        values = [(call.argument(each.name), call.scope) for call in calls]
        if all(value is None for value, _ in values):
            values = [(each.value, each.owner)]
        for value, scope in values:
            if value is not None:
                _take(facts, found, each.name, value, scope)


def _maker(facts: Facts, node: ast.expr, scope: Scope) -> Function | None:
    """The function, method or property that gives a mapping."""
    target = node.func if isinstance(node, ast.Call) else node
    if isinstance(target, ast.Attribute):
        owner = facts.index.kind(target.value, scope)
        method = facts.index.method(owner, target.attr)
        if method is not None:
            return method
    return facts.index.function_of(target, scope) if isinstance(node, ast.Call) else None


def _local(
    facts: Facts, found: Description, name: str, function: Function, steps: int
) -> bool | None:
    """Take what a local mapping, or ``**kwargs``, is given; None where it is neither."""
    values = function.assigned.get(name, [])
    own = function.node.args.kwarg
    is_keywords = own is not None and own.arg == name
    if not values and not is_keywords:
        return None
    for value in values:
        _unpack(facts, found, value, function, steps)
    for node in own_nodes(function):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=holder), attr="update"), args=[more]
            ) if holder == name:
                _unpack(facts, found, more, function, steps)
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=holder), slice=ast.Constant(value=key))]
            ) if holder == name:
                _take(facts, found, str(key), node.value, function)
            case _:
                pass
    if is_keywords:
        _of_callers(facts, found, function)
    return True


def _of_callers(facts: Facts, found: Description, function: Function) -> None:
    for call in facts.calls_by_origin.get(function.symbol, []):
        scope = call.function or call.module
        for keyword in call.node.keywords:
            if keyword.arg is not None:
                _take(facts, found, keyword.arg, keyword.value, scope)
