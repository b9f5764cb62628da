"""Headers that responses are given: which, and by what middleware or proxy."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.conditions import running
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

HSTS = "strict-transport-security"
POLICY = "content-security-policy"
FRAMES = "x-frame-options"
WANTED = (HSTS, POLICY, FRAMES)
_LIBRARIES = ("secure.Secure", "secure.Secure.with_default_headers", "secure.SecureHeaders")
_SECWEB = ("*.SecWeb", "Secweb.SecWeb")
_OTHERS = re.compile(
    r"^(fastapi_security_headers|starlette_security|secure_headers|fastapi_guard|guard"
    r"|starlette_securityheaders|shield_security)\b"
)
_TRAEFIK = {
    HSTS: "stsSeconds",
    FRAMES: "frameDeny|customFrameOptionsValue",
    POLICY: "contentSecurityPolicy",
}
_PROXIES = (
    *("*.conf", "*.conf.template", "*.template", "*nginx*", "*Caddyfile*", "*traefik*"),
    *("*.yml", "*.yaml"),
)
# Answers that tests have recorded, and what they start.
_OF_TESTS = re.compile(r"/(?:tests?|testing|e2e|cassettes|fixtures)/")


@lru_cache(maxsize=2)
def given_headers(facts: Facts) -> dict[str, Place]:
    """The security headers that every response gets, and where."""
    found: dict[str, Place] = {}
    for each in facts.middleware:
        if each.in_development:
            continue
        for name in _texts_of(facts, each.functions):
            if name in WANTED:
                found.setdefault(name, at_call(each.call, f"sets {name}"))
        if _OTHERS.match(each.symbol):
            for name in WANTED:
                found.setdefault(name, at_call(each.call, each.name))
        if each.name in {"HSTSMiddleware", "HSTS", "StrictTransportSecurityMiddleware"}:
            found.setdefault(HSTS, at_call(each.call, each.name))
    for call in facts.calls(*_LIBRARIES, *_SECWEB):
        for name in WANTED:
            found.setdefault(name, at_call(call, "a library sets it"))
    for name, place in _of_proxies(facts):
        found.setdefault(name, place)
    return found


def _of_proxies(facts: Facts) -> Iterator[tuple[str, Place]]:
    ci = set(facts.configuration.ci_paths)
    for name in WANTED:
        # What a proxy takes away is set by nobody.
        pattern = re.compile(
            rf"(?i)(?<!hide_header )(?<!clear_headers )(?:{name}|{_TRAEFIK[name]})"
        )
        for place in facts.configuration.search(pattern, *_PROXIES):
            if place.path not in ci and not _OF_TESTS.search(f"/{place.path}"):
                yield name, place


def _texts_of(facts: Facts, functions: Iterable[Function]) -> Iterator[str]:
    """The texts that a middleware is made of, in lower case: its own, its constants, helpers."""
    seen: set[int] = set()
    functions = list(facts.callers.reached(functions))
    functions += [each for function in functions for each in _of_instances(facts, function)]
    classes = {each.owner for each in functions if each.owner is not None}
    for function in functions:
        yield from _texts(facts, function.node, function, seen, 4)
    for owner in classes:
        for values in owner.assigned.values():
            for value in values:
                yield from _texts(facts, value, owner, seen, 4)


def _of_instances(facts: Facts, function: Function) -> Iterator[Function]:
    """What is run, and was run before, of an object that a function calls as if it were one."""
    for call in function.calls:
        kind = facts.index.kind(call.node.func, function)
        made = facts.index.method(kind, "__call__") if kind is not None else None
        if made is not None and kind is not None:
            before = facts.index.method(kind, "__init__")
            yield from (each for each in (made, before) if each is not None)


def _texts(facts: Facts, node: ast.AST, scope: Scope, seen: set[int], steps: int) -> Iterator[str]:
    if id(node) in seen or steps == 0:
        return
    seen.add(id(node))
    is_whole = isinstance(scope, Function) and node is scope.node
    for each in running(facts, scope) if is_whole and isinstance(scope, Function) else walk(node):
        match each:
            case ast.Constant(value=str() as text):
                yield text.lower()
            case ast.Constant(value=bytes() as raw):
                yield raw.decode("latin-1").lower()
            case ast.keyword(arg=str() as name):
                yield name.replace("_", "-").lower()
            case ast.Name() | ast.Attribute():
                symbol = facts.index.symbol(each, scope)
                for value, holder in facts.index.values_of(symbol):
                    yield from _texts(facts, value, holder, seen, steps - 1)
            case _:
                pass
