"""Whether routes depend on a token that a library verifies."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on, run_for
from fastscaffold.audit.facts.access.schemes import is_scheme
from fastscaffold.audit.facts.places import at, at_call
from fastscaffold.audit.facts.project.usage import of_libraries
from fastscaffold.audit.facts.routing.named_methods import reached_by_name
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.tokens.issuers import stored
from fastscaffold.audit.facts.tokens.jwt_calls import chosen_by_the_token, switched_off
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.verdicts import met, none_found, not_met, partial, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Call, Function
    from fastscaffold.audit.verdicts import Judgement

# Libraries whose dependencies verify tokens themselves.
_LIBRARIES = re.compile(
    r"^(fastapi_users|fastapi_azure_auth|fastapi_jwt_auth|fastapi_jwt|authx|fastapi_login"
    r"|fastapi_cloudauth|fastapi_keycloak|fastapi_auth0|fastapi_nextauth_jwt|fastapi_clerk_auth"
    r"|fastapi_oidc|fastapi_third_party_auth|fastapi_zitadel_auth|auth0_fastapi|async_fastapi_jwt_auth"
    r"|fastapi_another_jwt_auth|propelauth_fastapi|supertokens_python|axioms_fastapi)\b"
)
_VERIFIERS = (
    "fastapi_users.authentication.JWTStrategy.read_token",
    "fastapi_users.authentication.strategy.JWTStrategy.read_token",
    "fastapi_users.jwt.decode_jwt",
    "firebase_admin.auth.verify_id_token",
    "google.oauth2.id_token.verify_oauth2_token",
    "google.oauth2.id_token.verify_firebase_token",
)
# What only takes what somebody sends says nothing of who it is.
_TAKERS = re.compile(r"OAuth2PasswordRequestForm|SecurityScopes")
# What a package of others that is named after it checks is their business.
_OUTSIDE = re.compile(r"auth(?!or(?!i))\w*|\w*auth|login|jwt|tokens?|sso|oidc|keycloak")
_FRAMEWORKS = re.compile(r"^(fastapi|starlette|\?)\b")
# What reads and keeps rows, whoever asks.
_TOOLS = re.compile(r"(?i)_(collection|crud|dao|db|repo|repository|service|store|table)s?$")
# What says who somebody is, and proves nothing.
_NAMES = re.compile(r"(?i)((user|member|account|employee|admin|client)_?)?(id|name|email)|email")
_SCALARS = frozenset({"int", "str", "uuid.UUID"})


def judge(facts: Facts) -> Judgement:
    """Met if a dependency of routes reaches a decoder with algorithms that checks all it reads."""
    if not facts.apps and not facts.routes:
        return none_found(is_incomplete=facts.served.is_incomplete)
    guards = depended_on(facts)
    reached = set(reached_by_name(facts, guards))
    decoders = [*facts.tokens.read, *facts.calls(*_VERIFIERS)]
    inside = [call for call in decoders if call.function in reached]
    strict = [call for call in inside if _is_strict(facts, call)]
    if strict:
        places = [at_call(call, "decoded in a dependency") for call in strict]
        return met(*some([*places, *_users(facts, {call.function for call in strict})]))
    by_library = list(_of_libraries(facts))
    if by_library:
        # What a library only looks up in a table or a store is no token that is verified.
        is_opaque = not facts.tokens.issued and any(stored(facts))
        return (partial if is_opaque else met)(*some(by_library))
    if inside:
        return partial(*some(at_call(call, _lack(facts, call)) for call in inside))
    middleware = {
        function for each in facts.middleware for function in facts.callers.reached(each.functions)
    }
    by_hand = [call for call in decoders if call.function in middleware]
    if by_hand:
        return not_met(*some(at_call(call, "decoded in middleware") for call in by_hand))
    others = list(_schemes(facts))
    if others:
        return partial(*some(others))
    return not_met(*some(at_call(app.call, "no route asks who it is") for app in facts.apps))


def _users(facts: Facts, decoders: AbstractSet[Function | None]) -> Iterator[Place]:
    """Routes of which a dependency reaches what decodes."""
    reaching: dict[Function, bool] = {}
    for route in facts.routes:
        run = run_for(facts, route.dependencies)
        for each in run.keys() - reaching.keys():
            reaching[each] = not decoders.isdisjoint(reached_by_name(facts, [each]))
        if any(reaching[each] for each in run):
            yield at(route.module, route.function.node, "depends on it")


def _is_strict(facts: Facts, call: Call) -> bool:
    name = facts.index.origin(call)
    if name in _VERIFIERS or "authlib" in name or "joserfc" in name:
        return True
    if switched_off(facts, call) is not None:
        return False
    if not call.is_complete and call.argument("algorithms", 2) is None:
        return True
    scope = call.function or call.module
    given = call.argument("algorithms", 2)
    if given is None or chosen_by_the_token(facts, given, scope):
        return False
    return facts.values.fold(given, scope) is not None


def _lack(facts: Facts, call: Call) -> str:
    off = switched_off(facts, call)
    return "decoded without algorithms" if off is None else f"decoded with {off} switched off"


def _of_libraries(facts: Facts) -> Iterator[Place]:
    for route in facts.routes:
        for dependency in route.dependencies:
            symbol = dependency.symbol
            if _LIBRARIES.match(symbol) or _made_by_library(
                facts, dependency.call, dependency.module
            ):
                yield at(dependency.module, dependency.call, "a library verifies the token")
    # Its routes for accounts ask who it is themselves.
    for call in of_libraries(facts, "fastapi_users.FastAPIUsers.get_users_router"):
        yield at_call(call, "a library verifies the token")


def _made_by_library(facts: Facts, node: object, module: object) -> bool:
    """Whether ``Depends(x)`` names what a library made: ``x = fastapi_users.current_user()``."""
    from fastscaffold.audit.modules import Module  # noqa: PLC0415

    if not isinstance(node, ast.Call) or not node.args or not isinstance(module, Module):
        return False
    target = node.args[0]
    symbol = facts.index.symbol(target, module)
    values = facts.index.values_of(symbol)
    if isinstance(target, ast.Call):
        values = [(target, module)]
    for value, holder in values:
        if isinstance(value, ast.Call):
            kind = facts.index.called(value.func, holder)
            if _LIBRARIES.match(kind):
                return True
            inner = value.func.value if isinstance(value.func, ast.Attribute) else None
            owners = facts.index.ancestors(facts.index.kind(inner, holder))
            if any(_LIBRARIES.match(each) for each in owners):
                return True
    return False


def _schemes(facts: Facts) -> Iterator[Place]:
    """Routes that ask for a key, a session or a password of HTTP."""
    named = re.compile(
        r"current_?(\w+_)?user|^(get_)?auth$|require_?(user|auth|login|admin)|get_user|authenticat|api_?key"
        r"|verify_?token|is_admin|principal|identity|check_?auth",
        re.IGNORECASE,
    )
    for route in facts.routes:
        for dependency in route.dependencies:
            last = dependency.symbol.rpartition(".")[2]
            if _TAKERS.match(last) or _takes_a_name_only(facts, dependency.functions):
                continue
            is_named = named.search(last) and not _TOOLS.search(last)
            told = is_scheme(facts, dependency.symbol) or is_named
            if told or _is_outside(facts, dependency.symbol):
                yield at(route.module, route.function.node, f"depends on {last}")


def _takes_a_name_only(facts: Facts, functions: Iterable[Function], steps: int = 4) -> bool:
    """Whether they believe whoever says who they are: ``def current_user(user_id: str)``."""
    taken = [
        (argument, default, function)
        for function in functions
        for argument, default in function.parameters()
    ]
    return (
        steps > 0
        and bool(taken)
        and all(
            _is_name(facts, argument, default, function)
            or _takes_a_name_only(facts, _depended(facts, default, function), steps - 1)
            for argument, default, function in taken
        )
    )


def _is_name(facts: Facts, argument: ast.arg, default: ast.expr | None, function: Function) -> bool:
    annotation = argument.annotation
    return (
        (default is None or is_none(default))
        and _NAMES.fullmatch(argument.arg) is not None
        and facts.index.annotated(annotation, function.module) in _SCALARS
        and not any(facts.index.metadata(annotation, function.module))
    )


def _depended(facts: Facts, default: ast.expr | None, function: Function) -> list[Function]:
    """What ``Depends`` names in the default of a parameter."""
    if not isinstance(default, ast.Call) or last_called(default) != "Depends" or not default.args:
        return []
    found = facts.index.function_of(default.args[0], function.module)
    return [] if found is None else [found]


def _is_outside(facts: Facts, symbol: str) -> bool:
    if _FRAMEWORKS.match(symbol) or facts.index.definition(symbol) is not None:
        return False
    return any(_OUTSIDE.fullmatch(word) for each in symbol.split(".") for word in words(each))
