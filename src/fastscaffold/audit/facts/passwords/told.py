"""Passwords among what mappings tell, by the names of their entries."""

from __future__ import annotations

import ast

from fastscaffold.audit.facts.secrets.names import PASSWORDS
from fastscaffold.audit.facts.secrets.words import words

# What stands before a password in the name of a yes or no.
_FLAGS = frozenset(
    {"can", "change", "force", "forgot", "has", "is", "must", "needs", "require", "reset", "should"}
)
# What stands beside a pass that is no password.
_FAILED = frozenset({"fail", "failed", "fails", "failure", "failures", "skip", "skipped"})


def counts_passes(mapping: ast.Dict) -> bool:
    """Whether a mapping says how many failed, so that a ``pass`` in it says how many did not."""
    keys = {each.value for each in mapping.keys if isinstance(each, ast.Constant)}
    return bool(keys & _FAILED)


def tells_password(name: str, value: ast.expr) -> bool:
    """Whether a key and the attribute or item that it is given are both called a password."""
    match value:
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return tells_password(name, inner)
        case (
            ast.Attribute(attr=given)
            | ast.Subscript(slice=ast.Constant(value=str() as given))
            | ast.Call(
                func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as given), *_]
            )
        ):
            return all(is_password(each) or words(each) == ["pass"] for each in (name, given))
        case _:
            return False


def is_password(name: str) -> bool:
    """Whether a name stands for a password or its hash, and for no flag of one."""
    # A name in another script than the Latin one has no words.
    *before, last = words(name) or [""]
    if last in {"hash", "hashed"}:
        return bool(set(before) & PASSWORDS)
    return last in PASSWORDS and not set(before) & _FLAGS
