"""Models that are nothing but lists of things, with what is to be said of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SCHEMAS, all_fields
from fastscaffold.audit.facts.lists.page_models import is_list_field, is_simple
from fastscaffold.audit.facts.requests.models import named_models

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Class

# What has one of these is a thing, and the lists in it are parts of it.
IDENTITIES = frozenset({"_id", "email", "id", "pk", "username", "uuid"})


def listed_fields(facts: Facts, model: Class) -> frozenset[str]:
    """The lists of models in a model whose other fields are numbers and words."""
    fields = all_fields(facts.index, model)
    if not facts.index.is_a(model.symbol, *SCHEMAS) or IDENTITIES & set(fields):
        return frozenset()
    held = {
        name: each
        for name, each in fields.items()
        if each.annotation is not None and is_list_field(facts, each.annotation, each.owner)
    }
    others = [each for name, each in fields.items() if name not in held]
    if not all(is_simple(facts, each.annotation, each.owner) for each in others):
        return frozenset()
    return frozenset(
        name for name, each in held.items() if any(named_models(facts, each.annotation, each.owner))
    )
