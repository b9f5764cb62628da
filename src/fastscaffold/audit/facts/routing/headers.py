"""Headers that responses are given: which, and by what middleware or proxy."""

from __future__ import annotations

import ast
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.running.conditions import decided, running
from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.middleware import Middleware
    from fastscaffold.audit.modules import Function, Scope

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
# What is told in words, such as to a reviewer, has no value.
_NAMED = r"(?:add_header\s+|(?:field|header|key|name)[\"']?\s*[:=]\s*)[\"']?"
_VALUED = r"[\"']?\s*(?:[:=]|\s[^\s,;.]|,\s*[\"']?(?:default-src|deny|max-age|sameorigin))"
_PROXIES = (
    *("*.conf", "*.conf.template", "*.template", "*nginx*", "*Caddyfile*", "*traefik*"),
    *("*.yml", "*.yaml"),
)
# Answers that tests have recorded, and what they start.
_OF_TESTS = re.compile(r"/(?:tests?|testing|e2e|cassettes|fixtures)/")
# What nginx serves itself, and what it hands on or takes from elsewhere.
_SERVES_FILES = re.compile(r"(?m)^\s*(?:alias|root|try_files)\s")
_HANDS_ON = re.compile(r"(?m)^\s*(?:\w+_pass|include)\s")


@lru_cache(maxsize=2)
def given_headers(facts: Facts) -> dict[str, Place]:
    """The security headers that every response gets, and where."""
    found: dict[str, Place] = {}
    for each in facts.middleware:
        if each.in_development:
            continue
        for name in _texts_of(facts, each):
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
        written = rf"{name}|{_TRAEFIK[name]}"
        pattern = re.compile(
            rf"(?i)(?<!hide_header )(?<!clear_headers )(?:{_NAMED}{name}|(?:{written}){_VALUED})"
        )
        for place in facts.configuration.search(pattern, *_PROXIES):
            if place.path in ci or _OF_TESTS.search(f"/{place.path}"):
                continue
            if not _is_of_pages(facts.configuration.texts[place.path]):
                yield name, place


def _is_of_pages(text: str) -> bool:
    """Whether nginx serves files by it, those of a frontend, and nothing of the application."""
    return bool(_SERVES_FILES.search(text)) and not _HANDS_ON.search(text)


def _texts_of(facts: Facts, middleware: Middleware) -> Iterator[str]:
    """The texts that a middleware is made of, in lower case: its own, its constants, helpers."""
    seen: set[int] = set()
    functions = list(facts.callers.reached(middleware.functions))
    functions += [each for function in functions for each in _of_instances(facts, function)]
    classes = {each.owner for each in functions if each.owner is not None}
    for function in functions:
        decide = partial(_decided, facts, middleware, function)
        for node in running(facts, function, decide):
            yield from _text(facts, node, function, seen, 4)
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
    for each in walk(node):
        yield from _text(facts, each, scope, seen, steps)


def _text(facts: Facts, node: ast.AST, scope: Scope, seen: set[int], steps: int) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text.lower()
        case ast.Constant(value=bytes() as raw):
            yield raw.decode("latin-1").lower()
        case ast.keyword(arg=str() as name):
            yield name.replace("_", "-").lower()
        case ast.Name() | ast.Attribute():
            symbol = facts.index.symbol(node, scope)
            for value, holder in facts.index.values_of(symbol):
                yield from _texts(facts, value, holder, seen, steps - 1)
        case _:
            pass


def _decided(
    facts: Facts, middleware: Middleware, function: Function, test: ast.expr
) -> bool | None:
    """How a condition in a middleware turns out by the options that it is given, as shipped."""
    if isinstance(test, ast.UnaryOp | ast.BoolOp):
        return connected(test, partial(_decided, facts, middleware, function))
    if isinstance(test, ast.Compare) and is_none(test.comparators[0]):
        option = _option(facts, middleware, function, test.left)
        value = UNKNOWN if option is None else facts.values.fold(*option)
        is_asked = isinstance(test.ops[0], ast.Is)
        return None if value is UNKNOWN else (value is None) is is_asked
    option = _option(facts, middleware, function, test)
    return decided(facts, test, function) if option is None else decided(facts, *option)


def _option(
    facts: Facts, middleware: Middleware, function: Function, node: ast.expr
) -> tuple[ast.expr, Scope] | None:
    """What the constructor of a middleware is given for what it keeps: ``self.hsts = hsts``."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=kept):
            start = facts.index.method(middleware.symbol, "__init__")
        case _:
            return None
    owner, call = function.owner, middleware.call
    if owner is None or owner.symbol not in facts.index.ancestors(middleware.symbol):
        return None  # what something else keeps
    values = start.assigned.get(f"self.{kept}", []) if start is not None else []
    if start is None or len(values) != 1 or not isinstance(values[0], ast.Name):
        return None
    name = values[0].id
    given = call.argument(name)
    if given is not None:
        return given, call.scope
    defaults = (default for argument, default in start.parameters() if argument.arg == name)
    default = next(defaults, None)
    return (default, start) if default is not None and call.is_complete else None
