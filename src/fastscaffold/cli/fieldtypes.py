"""What the command line says of the field types, and what a wizard may ask about each."""

from __future__ import annotations


def field_type_names() -> tuple[str, ...]:
    """Names of all field types, in the order in which they are offered."""
    from fastscaffold.spec.vocabulary import TYPE_NAMES  # noqa: PLC0415 # only for completion

    return TYPE_NAMES
