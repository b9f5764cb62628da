"""Libraries that keep the accounts of a project, and hash their passwords themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.facts.project.usage import of_libraries

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts


def library_hashes(facts: Facts) -> list[Place]:
    """Where fastapi-users is told to; before it had managers, it hashed with bcrypt."""
    managers = [
        at(module, each.node, "fastapi-users hashes with argon2")
        for module in facts.production
        for each in module.classes.values()
        if facts.index.is_a(each.symbol, "*.BaseUserManager")
    ]
    registering = of_libraries(facts, "fastapi_users.FastAPIUsers.get_register_router")
    return managers or [at_call(each, "fastapi-users hashes with bcrypt") for each in registering]
