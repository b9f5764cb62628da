"""Says in words how two versions of a feature's spec differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from fastscaffold.spec.models import FeatureSpec

_MAX_SHOWN = 60


def describe_changes(old: FeatureSpec, new: FeatureSpec) -> tuple[str, ...]:
    """Name every difference, a sentence each; nothing where both mean the same."""
    return (
        *_members("field", old.fields, new.fields),
        *_members("relation", old.relations, new.relations),
        *_order(old, new),
        *_parts("", old, new, skip=("name", "fields", "relations")),
    )


def _members(
    what: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]
) -> Iterator[str]:
    for name in [name for name in old if name not in new]:
        yield f"The {what} `{name}` is gone."
    for name in [name for name in new if name not in old]:
        yield f"The {what} `{name}` is new."
    for name in [name for name in old if name in new]:
        yield from _parts(f"{what} `{name}`: ", old[name], new[name])


def _order(old: FeatureSpec, new: FeatureSpec) -> Iterator[str]:
    for what, before, after in (
        ("fields", list(old.fields), list(new.fields)),
        ("relations", list(old.relations), list(new.relations)),
    ):
        if before != after and set(before) == set(after):
            yield f"The {what} stand in another order."


def _parts(
    prefix: str, old: BaseModel, new: BaseModel, skip: tuple[str, ...] = ()
) -> Iterator[str]:
    for key, info in type(old).model_fields.items():
        before = cast("object", getattr(old, key))
        after = cast("object", getattr(new, key))
        if key in skip or (before == after and type(before) is type(after)):
            continue
        word = info.alias or key
        if hasattr(type(before), "model_fields") and type(before) is type(after):
            inner = f"{prefix}{word}." if not prefix or prefix.endswith(".") else prefix
            yield from _parts(inner, cast("BaseModel", before), cast("BaseModel", after))
        else:
            sentence = f"{prefix}{word} was {_shown(before)} and is {_shown(after)}."
            yield sentence[0].upper() + sentence[1:] if prefix.endswith(": ") else sentence


def _shown(value: object) -> str:
    if value is None or value in ("", ()):
        return "not given"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        text = ", ".join(map(str, cast("tuple[object, ...]", value)))
    else:
        text = str(value)
    return text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"
