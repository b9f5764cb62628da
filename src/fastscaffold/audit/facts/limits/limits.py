"""Rate limits: where there are any, and which routes they protect."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.login_routes import logging_in, of_admin, of_guards, returning
from fastscaffold.audit.facts.access.named_logins import named_logins
from fastscaffold.audit.facts.limits.around import Around, around, stands_before
from fastscaffold.audit.facts.limits.refused import (
    COUNTS,
    LIMITER,
    answers_429,
    is_idle,
    is_provider,
    raises_429,
)
from fastscaffold.audit.facts.limits.slowapi import is_disabled
from fastscaffold.audit.facts.places import Place, at, at_call, at_definition
from fastscaffold.audit.facts.project.usage import of_libraries
from fastscaffold.audit.facts.routing.inclusions import resolver
from fastscaffold.audit.facts.settings.switches import passes_by
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.routes import Route
    from fastscaffold.audit.modules import Call

# Routers of libraries, and what is mounted as such.
_LIBRARY_LOGINS = (
    *("*.get_auth_router", "piccolo_api.session_auth.endpoints.session_login"),
    "piccolo_api.token_auth.endpoints.token_login",
)
_LOCKOUT = re.compile(
    r"(?<![bc])lock(ed)?_?(out|until|at)|blocked_until|failed_(login|attempt)|login_attem"
    r"|(?<![a-z])(log_?in|pass(word)?|pin|sign_?in)_(attempts|fail(ure)?s|tries)(?!_(limit|max))",
    re.IGNORECASE,
)
# How often something may be tried: a login, where it is about one, or whatever fails at times.
_TRIES = re.compile(r"(?i)attempts_left|max_attempts")
_OF_LOGINS = re.compile(
    r"(?i)account|auth|code|lock|log_?in|otp|passw|pin|secur|sign_?in|user|verif"
)
# What a worker locks while it is at it.
_LOCKED_WORK = re.compile(
    r"(?i)delivery|event|inbox|job|lease|migration|outbox|pipeline|queue|schedul|task|webhook|worker"
)
# What makes a limiter, and what ends its counting, limit nothing.
_MAKES = frozenset({"__init__", "__post_init__", "__new__"})
_FORGETS = re.compile(r"(?i)forget|clear|reset|get_remote_address|client_address")


class Limits:
    """What limits how often somebody may ask."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def logins(self) -> list[Route]:
        """Routes that take credentials, or hand out tokens for them."""
        found = named_logins(self.facts)
        if not found and not self.library_logins:
            found = list(logging_in(self.facts))
        return sorted(found, key=lambda each: (each.module.path, each.function.node.lineno))

    @cached_property
    def returns(self) -> list[Route]:
        """Routes that finish logins of which others check the passwords."""
        found = returning(self.facts)
        return sorted(found, key=lambda each: (each.module.path, each.function.node.lineno))

    @cached_property
    def library_logins(self) -> list[Place]:
        """Routers of libraries that log in: ``fastapi_users.get_auth_router(...)``."""
        return [at_call(each) for each in self._library_routers]

    @cached_property
    def limited_library_logins(self) -> list[Place]:
        """Those that are included with a dependency that limits."""
        found = {
            call.argument("router", 0): at_call(call, "limited by a dependency")
            for call in self.facts.calls("*.include_router")
            for dependency in resolver(self.facts).listed(call.argument("dependencies"), call.scope)
            if self._limits(dependency.symbol, dependency.functions)
        }
        return [found[each.node] for each in self._library_routers if each.node in found]

    @cached_property
    def _library_routers(self) -> list[Call]:
        return list(of_libraries(self.facts, *_LIBRARY_LOGINS))

    @cached_property
    def hidden_logins(self) -> list[Place]:
        """Where pages of an admin interface, or guards, let somebody in and count no attempts."""
        return [
            at_definition(function, "logs in without a limit")
            for function in (*of_admin(self.facts), *of_guards(self.facts))
            if not any(
                raises_429(self.facts, each) or LIMITER.search(each.qualname)
                for each in self.facts.callers.reached([function])
            )
        ]

    @cached_property
    def everywhere(self) -> list[Place]:
        """Limits on all requests: middleware, dependencies of the application, the proxy."""
        logins = set(self._told)
        found = [each.place for each in self._around if logins <= each.routes]
        found += [
            at_call(app.call, "limits every request")
            for app in self.facts.apps
            for dependency in app.dependencies
            if all(stands_before(self.facts, app.call, each) for each in logins)
            and self._limits(dependency.symbol, dependency.functions)
        ]
        return found

    @cached_property
    def _told(self) -> list[Route]:
        return [*self.logins, *self.returns]

    @cached_property
    def _around(self) -> list[Around]:
        """Limits of middleware and of proxies, with the logins behind each."""
        return list(around(self.facts, self._told))

    def on(self, route: Route) -> Place | None:
        """What limits a route itself, or what stands before it and not before others."""
        for each in self._around:
            if route in each.routes:
                return each.place
        decorator = next(self._limiting(route), None)
        if decorator is not None:
            return at(route.module, decorator, "limited")
        for dependency in route.dependencies:
            if self._limits(dependency.symbol, dependency.functions):
                return at(dependency.module, dependency.call, "limited by a dependency")
        for function in self._counting(route):
            if _FORGETS.search(function.name) or function.name in _MAKES:
                continue
            if (
                function is not route.function
                and LIMITER.search(function.qualname)
                and not is_provider(function)
                and self._may_refuse(function)
            ):
                return at_definition(function, "counts requests")
            if not self.lockouts and raises_429(self.facts, function):
                return at_definition(function, "refuses too many attempts")
            for call in function.calls:
                origin = self.facts.index.origin(call)
                last = origin.rpartition(".")[2]
                if _FORGETS.search(last) or self.facts.index.definition(origin) is not None:
                    # What the project defines is looked at itself.
                    continue
                if COUNTS.match(origin) or LIMITER.search(origin.rpartition(".")[0]):
                    return at_call(call, "counts requests")
        return None

    def _limiting(self, route: Route) -> Iterator[ast.expr]:
        """The decorators of an endpoint that limit it: none that stands above its route does."""
        decorators = route.function.node.decorator_list
        at_route = decorators.index(route.call.node) if route.call.node in decorators else -1
        # Those in a function, such as one that adds routes, see what it does.
        scope = route.function.parent or route.module
        for decorator in decorators[at_route + 1 :]:
            plain = decorator.func if isinstance(decorator, ast.Call) else decorator
            symbol = self.facts.index.called(plain, scope)
            kind = self.facts.index.kind(
                plain.value if isinstance(plain, ast.Attribute) else plain, scope
            )
            own = self.facts.index.definition(symbol)
            if isinstance(own, Function):
                if passes_by(self.facts, own):
                    continue
                counts = not is_disabled(self.facts) and answers_429(self.facts, own)
                if counts or raises_429(self.facts, own):
                    yield decorator
            made = [
                self.facts.index.called(value.func, holder)
                for value, holder in self.facts.index.values_of(symbol)
                if isinstance(value, ast.Call)
            ]
            named = LIMITER.search(symbol) or any(map(COUNTS.match, (kind or "", *made)))
            if named and not symbol.endswith(".exempt") and not is_disabled(self.facts):
                yield decorator

    def _counting(self, route: Route) -> Iterator[Function]:
        """What runs for a request and may count it, as shipped."""
        reached = list(self.facts.callers.reached([route.function]))
        idle = [each for each in reached if passes_by(self.facts, each)]
        behind = set(self.facts.callers.reached(idle) if idle else ())
        for function in reached:
            if function not in behind and not (
                is_disabled(self.facts) and LIMITER.search(function.qualname)
            ):
                yield function

    def _may_refuse(self, function: Function) -> bool:
        """Whether something comes of what a function counts: it raises, tells, or has it judged."""
        run = self.facts.callers.reached([function])
        if is_idle(function):
            return False
        if any(returned(function)) or any(walk(each.node, ast.Raise) for each in run):
            return True
        called = [(self.facts.index.origin(call), call) for each in run for call in each.calls]
        return any(
            self.facts.index.definition(origin) is None
            and (call.awaited or COUNTS.match(origin) or LIMITER.search(origin))
            for origin, call in called
        )

    @cached_property
    def lockouts(self) -> list[Place]:
        """Where accounts are locked after attempts that failed."""
        found: list[Place] = []
        for module in self.facts.production:
            for each in module.classes.values():
                if self.facts.index.is_a(each.symbol, "*.BaseSettings"):
                    # How often one may try is no lock: something has to count.
                    continue
                names = [*each.assigned, *each.functions]
                names += [
                    node.target.id
                    for node in each.node.body
                    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
                ]
                words = f"{each.name}.{module.name}"
                if _LOCKED_WORK.search(each.name):
                    continue
                if any(
                    _LOCKOUT.search(name) or (_TRIES.search(name) and _OF_LOGINS.search(words))
                    for name in names
                ):
                    found.append(at(module, each.node, "locks accounts"))
        return found

    def _limits(self, symbol: str, functions: tuple[Function, ...]) -> bool:
        if COUNTS.match(symbol):
            return True
        if any(passes_by(self.facts, each) for each in functions):
            return False
        if LIMITER.search(symbol.rpartition(".")[2]):
            return not functions or not all(
                is_provider(each) or is_idle(each) for each in functions
            )
        return self._refuses(functions)

    def _refuses(self, functions: tuple[Function, ...]) -> bool:
        """Whether something of the project answers 429."""
        if any(passes_by(self.facts, each) for each in functions):
            return False
        return any(answers_429(self.facts, each) for each in functions)


def uncovered(facts: Facts) -> Iterator[Route]:
    """Login routes that nothing limits."""
    if not facts.limits.everywhere:
        for route in facts.limits.logins:
            if facts.limits.on(route) is None:
                yield route
