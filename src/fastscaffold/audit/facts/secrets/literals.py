"""Passwords and tokens that stand in the code of functions, where they let somebody in."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.disguised import stands_for_none
from fastscaffold.audit.facts.passwords.hashing_columns import is_hashing
from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.facts.project.programs import is_run
from fastscaffold.audit.facts.secrets.names import (
    is_field_of_password,
    is_password_name,
    is_secret_name,
)
from fastscaffold.audit.facts.texts.random_texts import is_random
from fastscaffold.audit.modules import Class, last_called
from fastscaffold.audit.nodes import constant_text
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function

# What clients send for nothing, and words of the protocol.
_NOTHING = frozenset({"anonymous", "basic", "bearer", "false", "none", "null", "true", "undefined"})
# Methods that give somebody a password.
_SETTERS = frozenset({"set_password", "setPassword"})
# A name and a password, by which clients of HTTP log in.
_LOGINS = frozenset({"auth", "basic_auth", "http_auth"})
# What a module has its connections made by.
_CONNECTING = frozenset(
    (
        *("Connection", "ConnectionPool", "MongoClient", "AsyncIOMotorClient", "Redis"),
        *("connect", "create", "create_engine", "create_pool", "format", "from_url"),
        *("ConnectionConfig", "add_middleware", "client", "login", "resource"),
    )
)
_OF_SESSIONS = frozenset({"Middleware", "SessionMiddleware", "add_middleware"})
# Those of logins of an interface of administration, which keep who has logged in in a cookie.
_BACKEND = "*.AuthenticationBackend"
# What makes something else of a literal: a part of an address, a hash, a secret.
_TURNS = re.compile(r"(?i)(^|\.)(quote(_plus)?|SecretStr)$|hash(pw)?$|hash\w*passw|passw\w*hash")
_TURNED = 3
# What is handed out to whoever logs in.
_ANSWERED = frozenset({"access_token", "id_token", "refresh_token"})
# What is shown in place of one: ``[redacted]``.
_MASK = re.compile(r"(?i)\[.*\]|<.*>|\W*(hidden|masked|redacted)\W*")
_SHORTEST_PASSWORD = 4
_SHORTEST_TOKEN = 3


@lru_cache(maxsize=2)
def literal_credentials(facts: Facts) -> list[Place]:
    """Passwords that are given, and tokens that are accepted, as literals."""
    guards = [
        function
        for route in facts.routes
        for function in (
            route.function,
            *(each for one in route.dependencies for each in one.functions),
        )
    ]
    asked = set(facts.callers.reached(guards))
    return [
        *_given(facts),
        *(
            place
            for module in facts.production
            for function in module.functions.values()
            if function in asked
            for place in _accepted(function)
        ),
    ]


def _given(facts: Facts) -> Iterator[Place]:
    """``password="..."`` in a call, and ``set_password("...")``; examples of models are none."""
    for module in facts.production:
        for call in module.calls:
            if call.function is None and not _makes(facts, call) and not _connects(call):
                continue
            for value in _passwords(call):
                if _is_password(_text(facts, value, call)):
                    yield at(module, value, "a password in the source")
            for name, value in _secrets(call):
                if name in _ANSWERED and _is_sample(facts, call):
                    continue
                text = _text(facts, value, call)
                if is_random(text, of=name) or (text and _signs_sessions(facts, call, name)):
                    yield at(module, value, "a secret in the source")


def _signs_sessions(facts: Facts, call: Call, name: str) -> bool:
    """Whether it is what cookies are signed with, whatever somebody has thought of for that."""
    if name != "secret_key":
        return False
    if last_called(call.node) in _OF_SESSIONS:
        return True
    made = facts.index.symbol(call.node.func, call.scope)
    return made is not None and facts.index.is_a(made, _BACKEND)


def _makes(facts: Facts, call: Call) -> bool:
    """Whether a module makes an object of its own, such as a first user."""
    if call.owner is not None:
        return False
    return isinstance(facts.index.definition(facts.index.symbol(call.node.func, call.scope)), Class)


def _connects(call: Call) -> bool:
    """Whether a module connects to something, puts an address together, or sets something up."""
    return last_called(call.node) in _CONNECTING


def _is_sample(facts: Facts, call: Call) -> bool:
    """Whether a module fills in a model, as documents show what is answered."""
    if call.function is not None or call.owner is not None:
        return False
    made = facts.index.definition(facts.index.symbol(call.node.func, call.scope))
    return made in facts.schemas


def _passwords(call: Call) -> Iterator[ast.expr]:
    for keyword in call.node.keywords:
        if is_password_name(keyword.arg or ""):
            yield keyword.value
        elif keyword.arg in _LOGINS and isinstance(keyword.value, ast.Tuple):
            yield from keyword.value.elts[1:2]
    match call.node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[*_, last]):
            if name in _SETTERS or (name == "login" and _is_account(call.node.args)):
                yield last
        case _:
            pass


def _is_account(given: list[ast.expr]) -> bool:
    """Whether somebody logs in to another server, of whom nothing is asked: ``login("a", "b")``."""
    texts = [each for each in given if isinstance(each, ast.Constant)]
    return len(given) == len(("name", "password")) == len(texts)


def _secrets(call: Call) -> Iterator[tuple[str, ast.expr]]:
    """What is given as a secret, and is no password, each by its name."""
    for keyword in call.node.keywords:
        name = keyword.arg or ""
        if is_secret_name(name) and not is_password_name(name):
            yield name, keyword.value


def _text(facts: Facts, value: ast.expr, call: Call) -> str | None:
    """A literal, or what a local name is given once; constants are secrets by their names."""
    value = _local(value, call)
    # What is run by hand may be there to make a first user.
    for _ in range(0 if is_run(call.module) else _TURNED):
        match value:
            case ast.Call(func=ast.Attribute(value=inner, attr="encode")):
                value = inner
            case ast.Call(args=[inner, *_]) if _TURNS.search(last_called(value)):
                value = inner
            case ast.Call(func=called, args=[inner, *_]) if _hashes(facts, called, call):
                value = inner
            case _:
                break
        value = _local(value, call)
    return constant_text(value)


def _local(value: ast.expr, call: Call) -> ast.expr:
    if isinstance(value, ast.Name) and call.function is not None:
        given = call.function.assigned.get(value.id, [])
        return given[0] if len(given) == 1 else value
    return value


def _hashes(facts: Facts, called: ast.expr, call: Call) -> bool:
    """Whether a function of the project makes a hash, by whatever name."""
    function = facts.index.function_of(called, call.scope)
    return function is not None and is_hashing(facts, [function])


def _is_password(text: str | None) -> bool:
    # A word like itself names a field or a type of input; ``****`` is a mask.
    if text is None or len(text) < _SHORTEST_PASSWORD or " " in text or stands_for_none(text):
        return False
    if _MASK.fullmatch(text):
        return False
    is_name = is_secret_name(text) or is_field_of_password(text)
    return not is_name and len(set(text)) > 1


def _accepted(function: Function) -> Iterator[Place]:
    """``if token == "..."`` that lets somebody in."""
    for node in walk(function.node):
        if not isinstance(node, ast.If):
            continue
        wanted = ast.NotEq if _refuses(node.body) else ast.Eq
        tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        for test in tests:
            if isinstance(test, ast.Compare) and isinstance(test.ops[0], wanted):
                sides = [test.left, *test.comparators]
                if _is_literal_token(sides, function):
                    yield at(function.module, node, "a token in the source")
    for call in function.calls:
        # What takes as long whatever is sent is asked for secrets only.
        if last_called(call.node) == "compare_digest" and _is_literal_token(
            [_plain(each) for each in call.node.args], function
        ):
            yield at(function.module, call.node, "a token in the source")


def _plain(value: ast.expr) -> ast.expr:
    """A text that is compared as bytes: ``token.encode("utf8")``, ``b"..."``."""
    match value:
        case ast.Call(func=ast.Attribute(value=inner, attr="encode")):
            return inner
        case ast.Constant(value=bytes() as text):
            return ast.copy_location(ast.Constant(text.decode(errors="replace")), value)
        case _:
            return value


def _is_literal_token(sides: list[ast.expr], function: Function) -> bool:
    if len(sides) != len(("left", "right")):
        return False
    for one, other in (sides, sides[::-1]):
        held = one.value if isinstance(one, ast.Attribute) else one
        if not isinstance(held, ast.Name) or not isinstance(other, ast.Constant):
            continue
        if not isinstance(other.value, str) or other.value.lower() in _NOTHING:
            continue
        name = one.attr if isinstance(one, ast.Attribute) else held.id
        named = name == "token" or is_secret_name(name)
        if function.takes(held.id) and named and len(other.value) >= _SHORTEST_TOKEN:
            return True
    return False


def _refuses(body: list[ast.stmt]) -> bool:
    """Whether whoever sends it is turned away."""
    last = body[-1]
    if isinstance(last, ast.Return):
        return last.value is None or (isinstance(last.value, ast.Constant) and not last.value.value)
    return isinstance(last, ast.Raise)
