"""Secrets, such as a PIN: text that a client sends and never sees again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.fields.base import SAMPLES, Problem
from fastscaffold.fields.literals import SHARED, constrained, imported, migration
from fastscaffold.fields.texts import BoundedText
from fastscaffold.model.resource import Code, Column, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec

# Those of Argon2id have 97 characters with today's parameters.
HASH_LENGTH = 255


class SecretType(BoundedText):
    """``secret``: at most 128 characters unless the spec says otherwise, kept as a hash."""

    name = "secret"
    constraints = frozenset({"min_length", "max_length"})
    searchable = False
    sortable = False
    filterable = False
    indexable = False
    uniqueable = False
    write_only = True
    default_length = 128
    # What is hashed at once stays small.
    longest = 1_024

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        limits = [f"min_length={spec.min_length}"] if spec.min_length else []
        limits += [f"max_length={self.max_length(spec)}", "json_schema_extra=HIDDEN"]
        text = constrained("str", limits, "Storable")
        imports = (*text.imports, Import("pydantic", "Secret"), Import(SHARED, "HIDDEN"))
        return Code(f"Secret[{text.text}]", imports)

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(
            imported("sqlalchemy", "String", f"({HASH_LENGTH})"),
            migration(f"sa.String(length={HASH_LENGTH})"),
        )

    def values(self, spec: FieldSpec) -> Sequence[object]:
        # Unlike those of other texts, so that tests can tell where one shows.
        shortest, longest = spec.min_length or 0, self.max_length(spec)
        texts = [f"{4071 + 613 * number}-?x".ljust(shortest, "x") for number in range(SAMPLES)]
        return list(dict.fromkeys(text[: max(shortest, min(longest, 200))] for text in texts))

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        yield from super().problems(spec)
        if spec.default is not None:
            message = "A secret has no default: everybody could know it."
            yield Problem("default", message, "Leave it out.", "spec.misplaced")
        if spec.read_only:
            message = "A secret is never told, so that one that is read_only is of no use."
            yield Problem("read_only", message, "Leave read_only out.", "spec.misplaced")


FIELD_TYPE = SecretType()
