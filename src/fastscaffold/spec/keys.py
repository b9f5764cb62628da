"""Which keys the mappings of the language have, and where a key that is not one of them belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from fastscaffold.spec.models import (
    ApiSpec,
    BehavioursSpec,
    CacheSpec,
    CheckSpec,
    ConstraintsSpec,
    FeatureSpec,
    FieldSpec,
    IndexSpec,
    NamingSpec,
    Operation,
    PageSizeSpec,
    PrimaryKeySpec,
    RelationSpec,
    SpecModel,
)
from fastscaffold.spec.problems import did_you_mean
from fastscaffold.spec.vocabulary import EXCLUSIONS, FOREIGN_KEYS, FOREIGN_OPERATIONS

if TYPE_CHECKING:
    from fastscaffold.spec.positions import Path

_MODELS: dict[tuple[str, ...], type[SpecModel]] = {
    (): FeatureSpec,
    ("fields", "*"): FieldSpec,
    ("relations", "*"): RelationSpec,
    ("naming",): NamingSpec,
    ("primary_key",): PrimaryKeySpec,
    ("constraints",): ConstraintsSpec,
    ("constraints", "index", "*"): IndexSpec,
    ("constraints", "check", "*"): CheckSpec,
    ("behaviours",): BehavioursSpec,
    ("api",): ApiSpec,
    ("api", "page_size"): PageSizeSpec,
    ("api", "cache"): CacheSpec,
}
_ENTRY = "*"
_OPERATIONS: tuple[str, ...] = get_args(Operation)
_UNLESS_SAID = tuple(name for name in _OPERATIONS if name != "bulk_create")


def known_keys(inside: Path) -> tuple[str, ...]:
    """Give the keys that a mapping of the language may have; ``inside`` starts at the feature."""
    for pattern, model in _MODELS.items():
        if len(pattern) == len(inside) and all(
            p in ("*", str(part)) for p, part in zip(pattern, inside, strict=True)
        ):
            return _keys_of(model)
    return ()


def right_place(word: str, inside: Path) -> str | None:
    """Say where a key belongs that the language has, and not here.

    Args:
        word: the key, as it was written.
        inside: the mapping that it stands in; starts at the feature.

    Returns:
        A hint; None where no other mapping has the key, or the mapping itself has one like it.
    """
    here = known_keys(inside)
    if FOREIGN_KEYS.get(word.lower()) in here:
        return None
    places = _places(inside)
    if word in places:
        return f"`{word}` belongs {places[word]}."
    if did_you_mean(word, here):
        return None
    # Of a plural as of `indexes`, and of nothing that is only alike: that is far from certain.
    near = next(
        (key for key in (word.removesuffix("s"), word.removesuffix("es")) if key in places), None
    )
    return None if near is None else f"Did you mean `{near}`? It belongs {places[near]}."


def as_rule(word: str, inside: Path) -> str | None:
    """Say how it is seen to that no two rows overlap, which no constraint of the language does."""
    if inside not in {(), ("constraints",)} or word.lower() not in EXCLUSIONS:
        return None
    return (
        "No constraint compares a row with others but `unique`: that is a rule by hand, which "
        "docs/changes.md of the project shows, with the lock that it takes."
    )


def as_operation(word: str, value: object, inside: Path) -> str | None:
    """Say how an operation is chosen that was written as a key, such as ``bulk_create: true``."""
    if inside not in {(), ("api",), ("behaviours",)}:
        return None
    meant = word if word in _OPERATIONS else FOREIGN_OPERATIONS.get(word.lower())
    if meant is None:
        return None
    if value is False:
        named = [name for name in _UNLESS_SAID if name != meant]
    else:
        named = [name for name in _OPERATIONS if name in {*_UNLESS_SAID, meant}]
    line = f"operations: [{', '.join(named)}]"
    shown = line if inside == ("api",) else f"api: {{{line}}}"
    return f"Operations are named in a list: `{shown}`."


def _keys_of(model: type[SpecModel]) -> tuple[str, ...]:
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _places(inside: Path) -> dict[str, str]:
    """Where each key of the language belongs; of several places, the one nearest to a mapping."""
    in_entry = inside[:1] in {("fields",), ("relations",)}

    def distance(pattern: tuple[str, ...]) -> tuple[bool, bool, int]:
        return (pattern[: len(inside)] != inside, (_ENTRY in pattern) != in_entry, len(pattern))

    # Keys of items of lists, such as `name`, mean nothing by themselves.
    patterns = [each for each in _MODELS if each and (_ENTRY not in each or len(each) == 2)]  # noqa: PLR2004
    found: dict[str, str] = {}
    for pattern in sorted(patterns, key=distance):
        for key in _keys_of(_MODELS[pattern]):
            found.setdefault(key, _under(pattern))
    return found


def _under(pattern: tuple[str, ...]) -> str:
    if _ENTRY in pattern:
        return f"to an entry of `{pattern[0]}:`"
    return f"under `{': '.join(pattern)}:`"
