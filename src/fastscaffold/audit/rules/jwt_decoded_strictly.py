"""Tokens whose signature, algorithm or lifetime is not checked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts.origins.followed import given, texts
from fastscaffold.audit.facts.tokens.jwt_calls import (
    AUTHLIB,
    JOSE,
    PYJWT,
    PYTHON_JWT,
    PYTHON_KEYCLOAK,
    chosen_by_the_token,
    encodings,
    handed_options,
    switched_off,
    unchecked_by,
)
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_UNNAMED = "The token is decoded without a list of algorithms."


def check(facts: Facts) -> Iterator[Hit]:
    """Decoding without named algorithms, or with a check switched off."""
    calls = list(facts.calls(*PYJWT, *JOSE))
    problems = {id(call): _problem(facts, call) for call in calls}
    strict = {call.function for call in calls if call.function and problems[id(call)] is None}
    for call in calls:
        problem = problems[id(call)]
        if problem is None:
            continue
        # Who issued a token, or which key signed it, is read before it is verified.
        if call.function in strict and "verify_signature" in problem:
            continue
        yield hit_call(call, problem)
    for call in calls:
        for caller, name in handed_options(facts, call):
            if caller.function not in strict:
                yield hit_call(caller, f"The token is decoded with {name} switched off.")
    for call in facts.calls(*PYTHON_JWT, *PYTHON_KEYCLOAK):
        off = unchecked_by(facts, call)
        if off is not None:
            yield hit_call(call, f"The token is decoded with {off} switched off.")
    for call in facts.calls(*AUTHLIB):
        if call.function is not None and not _is_validated(facts, call):
            yield hit_call(call, "The token is decoded, but its end is not validated.")


def _problem(facts: Facts, call: Call) -> str | None:
    arguments, complete = given(facts, call)
    off = switched_off(facts, call)
    if off is not None:
        return f"The token is decoded with {off} switched off."
    algorithms = arguments.get("algorithms")
    third = call.argument("algorithms", 2)
    if algorithms is None and third is not None:
        algorithms = (third, call.scope)
    if algorithms is None:
        if complete and not any(isinstance(each, ast.Starred) for each in call.node.args):
            return _UNNAMED
        return None
    node, scope = algorithms
    if isinstance(node, ast.Constant) and node.value is None:
        return _UNNAMED
    if any(text.lower() == "none" for text in texts(facts, node, scope) or ()):
        return "The algorithm `none` is accepted: such tokens have no signature."
    if chosen_by_the_token(facts, node, call.scope):
        return "The algorithm is taken from the token itself."
    return None


def _is_validated(facts: Facts, call: Call) -> bool:
    """Whether what is decoded is validated, by the function itself or by what it gives it to."""
    function = call.function
    if function is None:
        return True
    for each in function.calls:
        if facts.index.origin(each).rpartition(".")[2].startswith("validate"):
            return True
    # What is returned as it is may be validated by the caller.
    return any(
        isinstance(node, ast.Return) and node.value is call.node for node in walk(function.node)
    )


def cure(facts: Facts, found: Hit) -> Remedy:
    """Name the one algorithm that all tokens of the project are signed with."""
    calls = (each for each in facts.calls(*PYJWT, *JOSE) if each.node is found.node)
    call = next(calls, None)
    if call is None or _problem(facts, call) != _UNNAMED:
        raise UncertainError("Who counts on what is let through cannot be told from the source.")
    if call.argument("algorithms", 2) is not None or not call.is_complete:
        raise UncertainError("What is passed for the algorithms hides.")
    made = list(encodings(facts))
    names = {_signed_with(facts, each, call) for each in made}
    if not made or len(names) > 1:
        raise UncertainError("With what tokens are signed cannot be told from the source.")
    make = makes.keyword("algorithms", f"[{names.pop()}]")
    return Remedy((Rewrite(call.module.path, call.node, make),))


def _signed_with(facts: Facts, made: Call, call: Call) -> str:
    """The algorithm of a token, as an expression that means the same where it is decoded."""
    node = made.argument("algorithm", 2)
    if node is None and made.is_complete:
        return '"HS256"'
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return f'"{node.value}"'
    name = dotted(node)
    if name is not None:
        symbol = facts.index.symbol(node, made.scope)
        is_local = name.partition(".")[0] in getattr(made.function, "assigned", {})
        if symbol is not None and not is_local and symbol == facts.index.named(name, call.module):
            return name
    raise UncertainError("With what tokens are signed cannot be told from the source.")


RULE = Rule(
    id="SEC012",
    name="jwt-decoded-strictly",
    severity=Severity.P0,
    topic="security",
    seed="RFC 8725, 3.1: perform algorithm verification",
    what="`jwt.decode` (PyJWT, python-jose) without `algorithms`, with `none` among them or with"
    " that of the token's own header, or with `verify_signature`, `verify_exp` or `verify` set to"
    " false, or `do_verify` and `do_time_check` of python-jwt, or `validate` of python-keycloak;"
    " decoding with authlib or joserfc without `validate()`. A first look at a token that"
    " the same function verifies afterwards is left alone.",
    why="Whoever can choose the algorithm, or whose signature nobody checks, writes tokens of"
    " their own; a token whose end is not checked is valid for ever.",
    bad={
        "app/tokens.py": """import jwt


def make(user: str, key: str) -> str:
    return jwt.encode({"sub": user}, key, algorithm="HS256")


def read(token: str, key: str) -> dict[str, object]:
    return jwt.decode(token, key)
"""
    },
    good={
        "app/tokens.py": """import jwt


def read(token: str, key: str) -> dict[str, object]:
    return jwt.decode(token, key, algorithms=["HS256"])
"""
    },
    fix="Leave every verification on; where no algorithms are named, name those that are accepted.",
    check=check,
    cure=Cure(
        "Adds `algorithms` where there are none, with the one that all `jwt.encode` of the project"
        " state. What is switched off stays off: who counts on it cannot be told.",
        cure,
    ),
    formerly=("X002",),
)
