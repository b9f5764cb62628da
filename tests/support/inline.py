"""Writes the inline text of fields and relations, for what is parsed to be held against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from fastscaffold.spec.models import FieldSpec, RelationSpec
from fastscaffold.spec.tokens import quote
from fastscaffold.spec.vocabulary import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARGUMENT_KEYS = {
    "str": ("max_length",),
    "text": ("max_length",),
    "bytes": ("max_length",),
    "decimal": ("precision", "scale"),
    "list": ("items",),
}


def field_to_inline(name: str, field: FieldSpec) -> str:
    """Give the inline text of a field; parsing it gives the field back."""
    arguments = list(_arguments(field))
    text = f"{name}:{field.type}" if name else field.type
    if arguments:
        text += "(" + ",".join(quote(value, argument=True) for _, value in arguments) + ")"
    if field.nullable:
        text += "?"
    if field.default is not None:
        text += "=" + quote(_text(field.default))
    written = {key for key, _ in arguments} | {"type", "nullable", "default"}
    for key, value in field:
        if key in written or value == FieldSpec.model_fields[key].default:
            continue
        text += f":{key}" if key in FLAGS else f":{key}={quote(_text(value))}"
    return text


def relation_to_inline(name: str, relation: RelationSpec) -> str:
    """Give the inline text of a relation; parsing it gives the relation back."""
    kind = "ref" if relation.kind == "many_to_one" else relation.kind
    text = f"{name}:{kind}" if name else kind
    text += f"({quote(relation.to, argument=True)})" + ("?" if relation.nullable else "")
    for key, value in relation:
        info = RelationSpec.model_fields[key]
        if key in {"kind", "to", "nullable"} or value == info.default:
            continue
        if isinstance(value, bool):
            text += f":{key}" if value else f":{key}=false"
        else:
            text += f":{key}={quote(_text(value))}"
    return text


def _arguments(field: FieldSpec) -> Iterator[tuple[str, str]]:
    if field.type == "enum":
        yield from (("values", value) for value in field.values or ())
        return
    for key in _ARGUMENT_KEYS.get(field.type, ()):
        value = cast("object", getattr(field, key))
        if value is None:
            return
        yield key, str(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(
        list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value,
        ensure_ascii=False,
    )
