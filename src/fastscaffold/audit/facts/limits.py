"""Rate limits: where there are any, and which routes they protect."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.login_routes import logging_in, of_admin, of_guards, returning
from fastscaffold.audit.facts.places import Place, at, at_call, at_definition
from fastscaffold.audit.facts.refused import LIMITER, answers_429, is_provider, raises_429
from fastscaffold.audit.facts.switches import flag, is_switched_off, passes_by
from fastscaffold.audit.facts.usage import of_libraries
from fastscaffold.audit.modules import Class, Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routes import Route

_LIBRARIES = re.compile(
    r"^(slowapi|fastapi_limiter|limits|fastapi_throttle|asgi_ratelimit|ratelimit|pyrate_limiter"
    r"|fastapi_limits|fastapi_cap|fastapi_advanced_rate_limiter|aiolimiter|fastapi_guard|guard)\b"
)
# A request to log in, or for what replaces a password. Logging out is none.
_LOGIN = re.compile(
    r"(^|[/_-])(log_?-?in|sign_?-?in|signin|token|tokens|auth(enticate)?|jwt|session|sessions"
    r"|access[-_]?token|otp)/?$|/(login|signin|sign-in|token)(/|$)",
    re.IGNORECASE,
)
_NOT_LOGIN = re.compile(
    r"log_?out|sign_?out|revoke|validate|verify|test|\bme\b|status|callback|push|device|fcm|logs",
    re.IGNORECASE,
)
_LOCKOUT = re.compile(
    r"lock(ed)?_?(out|until|at)|failed_(login|attempt)|login_attem|attempts_left|max_attempts",
    re.IGNORECASE,
)
_PROXY = re.compile(
    r"limit_req(_zone)?\b|ratelimit\.average|rateLimit:|rate_limit\s*[{\w]|limit-rps|limit-rpm"
    r"|nginx\.ingress\.kubernetes\.io/limit|\bUSE_LIMIT_REQ[\"']?\s*[=:]\s*[\"']?yes|\bhttp_req_rate\("
    r"|\blocal_ratelimit\b"
)
_REFRESH = re.compile(r"(?i)refresh_?token|^refresh$")
_GRANTS = re.compile(r"(?i)grant_?type|^code$|client_?secret")
_ASKS_WHO = re.compile(r"current_user|OAuth2PasswordBearer|HTTPBearer")
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
        found = [each for each in self.facts.routes if self._is_login(each)]
        # Nobody guesses the long token that another is given for.
        found = [each for each in found if not self._renews(each)] or found
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
        return [at_call(each) for each in of_libraries(self.facts, "*.get_auth_router")]

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
        found: list[Place] = []
        for each in self.facts.middleware:
            if is_switched_off(self.facts, each.call):
                continue
            if each.name in {"SlowAPIMiddleware", "SlowAPIASGIMiddleware"}:
                if self._has_defaults() and not self._is_disabled:
                    found.append(at_call(each.call, "a limit by default"))
            elif any(passes_by(self.facts, function) for function in each.functions):
                continue
            elif LIMITER.search(each.name) or self._refuses(each.functions):
                found.append(at_call(each.call, "limits every request"))
        found += [
            at_call(app.call, "limits every request")
            for app in self.facts.apps
            for dependency in app.dependencies
            if self._limits(dependency.symbol, dependency.functions)
        ]
        configuration = self.facts.configuration
        paths = ("*.conf", "*.conf.template", "*nginx*", "*Caddyfile*", "*.yml", "*.yaml", "*.toml")
        ci = set(configuration.ci_paths)
        found += [
            each
            for each in configuration.search(_PROXY, *paths)
            if each.path not in ci and not each.path.endswith("pyproject.toml")
        ]
        return found

    def on(self, route: Route) -> Place | None:
        """What limits a route itself."""
        for decorator in route.function.node.decorator_list:
            plain = decorator.func if isinstance(decorator, ast.Call) else decorator
            symbol = self.facts.index.called(plain, route.module)
            kind = self.facts.index.kind(
                plain.value if isinstance(plain, ast.Attribute) else plain, route.module
            )
            if decorator is route.call.node:
                continue
            own = self.facts.index.definition(symbol)
            if isinstance(own, Function) and passes_by(self.facts, own):
                continue
            made = [
                self.facts.index.called(value.func, holder)
                for value, holder in self.facts.index.values_of(symbol)
                if isinstance(value, ast.Call)
            ]
            named = LIMITER.search(symbol) or any(map(_LIBRARIES.match, (kind or "", *made)))
            if named and not symbol.endswith(".exempt") and not self._is_disabled:
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
                if _LIBRARIES.match(origin) or LIMITER.search(origin.rpartition(".")[0]):
                    return at_call(call, "counts requests")
        return None

    def _counting(self, route: Route) -> Iterator[Function]:
        """What runs for a request and may count it, as shipped."""
        reached = list(self.facts.callers.reached([route.function]))
        idle = [each for each in reached if passes_by(self.facts, each)]
        behind = set(self.facts.callers.reached(idle) if idle else ())
        for function in reached:
            if function not in behind and not (
                self._is_disabled and LIMITER.search(function.qualname)
            ):
                yield function

    @cached_property
    def _is_disabled(self) -> bool:
        """Whether slowapi's limiters count nothing by default."""
        made = list(self.facts.calls("slowapi.Limiter", "slowapi.extension.Limiter"))
        return bool(made) and all(
            (given := call.argument("enabled")) is not None
            and flag(self.facts, given, call.function or call.module) is False
            for call in made
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
                if any(_LOCKOUT.search(name) for name in names):
                    found.append(at(module, each.node, "locks accounts"))
        return found

    def _is_login(self, route: Route) -> bool:
        if not set(route.methods) & {"POST", "PUT", "PATCH"}:
            return False
        name = route.function.name
        if _NOT_LOGIN.search(route.path.rpartition("/")[2]) or _NOT_LOGIN.search(name):
            return False
        for parameter in route.parameters:
            symbol = self.facts.index.annotated(parameter.annotation, route.module) or ""
            if "OAuth2PasswordRequestForm" in symbol.rpartition(".")[2]:
                return True
        for dependency in route.dependencies:
            if "OAuth2PasswordRequestForm" in dependency.symbol.rpartition(".")[2]:
                return True
        if not _LOGIN.search(route.path) and not re.search(r"log_?in|sign_?in|authenticate", name):
            return False
        if self._takes_credentials(route):
            return True
        return self._issues(route) and not _is_inside(route)

    def _takes_credentials(self, route: Route) -> bool:
        for parameter in route.parameters:
            if re.search(r"passw|credential|login", parameter.name, re.IGNORECASE):
                return True
            definition = self.facts.index.definition(
                self.facts.index.annotated(parameter.annotation, route.module)
            )
            if isinstance(definition, Class) and parameter.kind in {"body", "form", "query"}:
                if any("passw" in each for each in all_fields(self.facts.index, definition)):
                    return True
                fields = all_fields(self.facts.index, definition)
                for field in fields.values():
                    inner = self.facts.index.annotated(field.annotation, field.owner)
                    nested = self.facts.index.definition(inner)
                    if isinstance(nested, Class) and any(
                        "passw" in each for each in all_fields(self.facts.index, nested)
                    ):
                        return True
        return False

    def _renews(self, route: Route) -> bool:
        """Whether a route is sent a refresh token, alone or in a model, and no password."""
        names = [each.name for each in route.parameters]
        for parameter in route.parameters:
            symbol = self.facts.index.annotated(parameter.annotation, route.module)
            model = self.facts.index.definition(symbol)
            if isinstance(model, Class) and parameter.kind in {"body", "form", "query"}:
                names += all_fields(self.facts.index, model)
        if any(_GRANTS.search(each) for each in names) or self._takes_credentials(route):
            return False
        return any(_REFRESH.search(each) for each in names)

    def _issues(self, route: Route) -> bool:
        signers = {call.function for call in self.facts.tokens.signed}
        reached = self.facts.callers.reached([route.function])
        return any(each in signers for each in reached)

    def _has_defaults(self) -> bool:
        return any(
            call.argument("default_limits") is not None or call.argument("application_limits")
            for call in self.facts.calls("*.Limiter")
        )

    def _limits(self, symbol: str, functions: tuple[Function, ...]) -> bool:
        if _LIBRARIES.match(symbol):
            return True
        if any(passes_by(self.facts, each) for each in functions):
            return False
        if LIMITER.search(symbol.rpartition(".")[2]):
            return not functions or not all(map(is_provider, functions))
        return self._refuses(functions)

    def _refuses(self, functions: tuple[Function, ...]) -> bool:
        """Whether something of the project answers 429."""
        if any(passes_by(self.facts, each) for each in functions):
            return False
        return any(answers_429(self.facts, each) for each in functions)


def _is_inside(route: Route) -> bool:
    """Whether only who is in already may ask: what it hands out is for something else."""
    return any(_ASKS_WHO.search(each.symbol) for each in route.dependencies)


def uncovered(facts: Facts) -> Iterator[Route]:
    """Login routes that nothing limits."""
    if not facts.limits.everywhere:
        for route in facts.limits.logins:
            if facts.limits.on(route) is None:
                yield route
