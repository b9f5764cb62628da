"""Tokens whose signature, algorithm or lifetime is not checked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

DECODERS = ("jwt.decode", "jose.jwt.decode", "jwt.api_jwt.decode", "jwt.decode_complete")


def check(facts: Facts) -> Iterator[Hit]:
    """Decoding without named algorithms, or with a check switched off."""
    for call in facts.calls(*DECODERS):
        off = _switched_off(facts, call)
        if off is not None:
            yield hit_call(call, f"The token is decoded with {off} switched off.")
        elif call.is_complete and call.argument("algorithms", 2) is None:
            yield hit_call(call, "The token is decoded without a list of algorithms.")


def _switched_off(facts: Facts, call: Call) -> str | None:
    options = call.argument("options")
    scope = call.function or call.module
    if isinstance(options, ast.Dict):
        for key, value in zip(options.keys, options.values, strict=True):
            name = facts.values.text(key, scope)
            if name in {"verify_signature", "verify_exp"} and (
                facts.values.fold(value, scope) is False
            ):
                return name
    if facts.values.fold(call.argument("verify"), scope) is False:
        return "verify"
    return None


RULE = Rule(
    id="SEC012",
    name="jwt-decoded-strictly",
    severity=Severity.P0,
    topic="security",
    seed="RFC 8725, 3.1: perform algorithm verification",
    what="`jwt.decode` without `algorithms`, or with `verify_signature`, `verify_exp` or `verify`"
    " set to false.",
    why="Whoever can choose the algorithm, or whose signature nobody checks, writes tokens of"
    " their own; a token whose end is not checked is valid for ever.",
    bad={
        "app/tokens.py": """import jwt


def read(token: str, key: str) -> dict[str, object]:
    return jwt.decode(token, key, options={"verify_signature": False})
"""
    },
    good={
        "app/tokens.py": """import jwt


def read(token: str, key: str) -> dict[str, object]:
    return jwt.decode(token, key, algorithms=["HS256"])
"""
    },
    fix="Name the algorithms that are accepted, and leave every verification on.",
    check=check,
    command="fastscaffold add auth",
    formerly=("X002",),
)
