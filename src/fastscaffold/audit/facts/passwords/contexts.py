"""Contexts of passlib: what they make new hashes of passwords by, as shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.origin import nearest_first
from fastscaffold.audit.facts.passwords.hashers import GOOD_SCHEMES

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call


def contexts(facts: Facts) -> list[Call]:
    """Where production makes a context."""
    return list(facts.calls("passlib.context.CryptContext", "*.CryptContext"))


def makes_strong(facts: Facts, context: Call) -> bool | None:
    """Whether new hashes are bcrypt or argon2; None where that cannot be told."""
    scheme = new_scheme(facts, context)
    return None if scheme is None else scheme.startswith(GOOD_SCHEMES)


def new_scheme(facts: Facts, context: Call) -> str | None:
    """What new hashes are made by: the default of the context, else its first scheme."""
    of_argument = facts.origins.of_argument
    found = of_argument(context, "default") or of_argument(context, "schemes", 0)
    names = [each.value for each in found if isinstance(each.value, str)]
    if not names:
        shown = facts.env_files.shown
        told = (shown.get(name.upper()) for each in found for name in nearest_first(each))
        names = [each.value for each in told if each is not None]
    return names[0] if names else None
