"""Hypothesis strategies for everything that the language can say, sensible or not."""

from __future__ import annotations

from hypothesis import strategies as st

from fastscaffold.fields.base import CONSTRAINTS
from fastscaffold.spec.models import FeatureSpec, FieldSpec, RelationSpec
from fastscaffold.spec.vocabulary import (
    BOUNDS,
    FLAGS,
    RELATION_ALIASES,
    RELATION_KINDS,
    TYPE_ALIASES,
    TYPE_NAMES,
    canonical_type,
)

texts = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(["true", "null", "5", "1.0", "it's", 'a "b"', "a, b:c", "({[", "\\", "'", " "]),
)
_names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
_lengths = st.integers(0, 10_000_000)
_wholes = st.integers(-(2**63), 2**63)
_floats = st.floats(allow_nan=False, allow_infinity=False)
_decimals = st.decimals(-1000, 1000, places=3).map(str)
_json = st.recursive(
    st.booleans() | st.integers(-1000, 1000) | texts | st.floats(-1, 1),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)
_containers = st.lists(_json, max_size=3) | st.dictionaries(texts, _json, max_size=3)
_VALUES = {
    "int": _wholes,
    "bigint": _wholes,
    "float": _floats,
    "decimal": _decimals,
    "bool": st.booleans(),
    "json": _containers,
    "list": st.lists(_json, max_size=3),
}
_NUMBERS = {"int", "bigint", "float", "decimal"}
_CONSTRAINTS: dict[str, st.SearchStrategy[object]] = {
    "min_length": _lengths,
    "max_length": _lengths,
    "precision": _lengths,
    "scale": _lengths,
    "pattern": texts.filter(bool),
    "values": st.lists(texts, min_size=1, max_size=4),
    "items": texts,
}


@st.composite
def any_fields(draw: st.DrawFn) -> FieldSpec:
    """A field of any type with any keys, whether they go together or not."""
    word = draw(st.sampled_from([*TYPE_NAMES, *TYPE_ALIASES]))
    kind = canonical_type(word)
    value = _VALUES.get(kind, texts)
    data: dict[str, object] = {"type": word}
    keys = [key for key in CONSTRAINTS if key in _CONSTRAINTS]
    for key in draw(st.lists(st.sampled_from(keys), max_size=3, unique=True)):
        data[key] = draw(_CONSTRAINTS[key])
    if kind in _NUMBERS:
        for key in draw(st.lists(st.sampled_from(BOUNDS), max_size=2, unique=True)):
            data[key] = draw(value)
    for key in draw(st.lists(st.sampled_from(["nullable", *FLAGS]), max_size=4, unique=True)):
        data[key] = draw(st.booleans())
    for key, strategy in (
        ("default", value),
        ("description", texts),
        ("examples", st.lists(value, max_size=3)),
        ("column", texts),
        ("alias", texts),
    ):
        if draw(st.booleans()):
            data[key] = draw(strategy)
    return FieldSpec.model_validate(data)


@st.composite
def any_relations(draw: st.DrawFn) -> RelationSpec:
    """A relation of any kind with any keys, whether they go together or not."""
    flags = ["nullable", "unique", "index", "immutable", "filter"]
    data: dict[str, object] = {
        "kind": draw(st.sampled_from([*RELATION_KINDS, *RELATION_ALIASES])),
        "to": draw(texts),
        "on_delete": draw(st.sampled_from(["restrict", "cascade", "set_null"])),
        "description": draw(texts),
        **draw(st.dictionaries(st.sampled_from(flags), st.booleans(), max_size=5)),
    }
    if draw(st.booleans()):
        data["back"] = draw(texts)
    if draw(st.booleans()):
        data["cascade"] = "delete_orphan"
    if draw(st.booleans()):
        data["of"] = draw(st.sampled_from(["owner", "anyone"]))
    return RelationSpec.model_validate(data)


@st.composite
def any_features(draw: st.DrawFn) -> FeatureSpec:
    """A feature that says anything at all."""
    lists = st.lists(texts, max_size=3)
    columns = st.lists(texts, min_size=1, max_size=3)
    operations = ["list", "get", "create", "update", "delete", "bulk_create"]
    index = st.fixed_dictionaries({"on": columns}, optional={"unique": st.booleans()})
    check = st.fixed_dictionaries({"name": texts, "sql": texts.filter(bool)})
    data: dict[str, object] = {
        "feature": draw(_names),
        "fields": draw(st.dictionaries(_names, any_fields(), max_size=3)),
        "relations": draw(st.dictionaries(_names, any_relations(), max_size=2)),
        "naming": draw(
            st.dictionaries(st.sampled_from(["singular", "class", "table", "path"]), texts)
        ),
        "primary_key": {"type": draw(st.sampled_from(["uuid", "int", "bigint"]))},
        "constraints": {
            "unique": draw(st.lists(columns, max_size=2)),
            "index": draw(st.lists(index, max_size=2)),
            "check": draw(st.lists(check, max_size=2)),
        },
        "behaviours": draw(
            st.dictionaries(
                st.sampled_from(["timestamps", "soft_delete", "ownership", "optimistic_lock"]),
                st.booleans(),
            )
        ),
        "api": {
            "pagination": draw(st.sampled_from(["page", "cursor"])),
            "page_size": {"default": draw(st.integers(1, 1000))},
            "filter": draw(lists),
            "sort": draw(lists),
            "search": draw(lists),
            "permissions": draw(st.dictionaries(st.sampled_from(operations), texts, max_size=3)),
            "cache": draw(st.none() | st.integers(1, 1000).map(lambda ttl: {"ttl": ttl})),
        },
    }
    return FeatureSpec.model_validate(data)
