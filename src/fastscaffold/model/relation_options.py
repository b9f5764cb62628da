"""Which options of a relation go with which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.spec.vocabulary import RELATION_KEYS

if TYPE_CHECKING:
    from fastscaffold.model.members import Members
    from fastscaffold.spec.models import RelationSpec
    from fastscaffold.spec.positions import Path

# Kinds that have a foreign key in the table of their feature.
WITH_COLUMN = ("many_to_one", "one_to_one")

_HINTS = {
    "cascade": "It belongs to the relation of kind one_to_many.",
    "of": "It belongs to the relation at the other end: leave it out.",
    "unique": "A one_to_one relation is unique: leave it out.",
}
_NO_COLUMN = "It belongs to relations that have a column: leave it out."


def check_options(members: Members, given: str, relation: RelationSpec, path: Path) -> None:
    """Add an error for each option that means nothing for the kind of a relation."""
    allowed = ("kind", "to", *RELATION_KEYS[relation.kind])
    for option, info in type(relation).model_fields.items():
        if option not in allowed and getattr(relation, option) != info.default:
            message = f"`{given}` is of kind {relation.kind}, which has no `{option}`."
            hint = _HINTS.get(option, _NO_COLUMN)
            members.problems.at_key((*path, option), "spec.misplaced", message, hint)
