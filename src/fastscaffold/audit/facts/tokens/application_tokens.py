"""Tokens by which another service is asked: they let nobody in to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import entries

if TYPE_CHECKING:
    import ast

    from fastscaffold.audit.facts import Call, Facts

# The claims of a token that names an application: one of a user has its subject.
_OF_APPLICATIONS = frozenset({"alg", "aud", "exp", "iat", "iss", "jti", "nbf", "scope"})
# Those of one that shows what another service draws, such as Metabase, or may subscribe to.
_OF_SERVICES = ({"params", "resource"}, {"mercure"})


def is_of_application(facts: Facts, call: Call, claims: ast.expr | None) -> bool:
    """Whether a token says which application another service is asked by, and nobody else."""
    told = entries(facts, claims, call.scope) or {}
    names = set(told)
    if any(each <= names for each in _OF_SERVICES):
        return True
    if "sub" in names and "aud" in names:
        # Set up once, and not who logs in.
        subjects = facts.origins.of(*told["sub"])
        if subjects and all(each.kind in {"environment", "required"} for each in subjects):
            names.discard("sub")
    return "iss" in names and names <= _OF_APPLICATIONS
