"""Hypothesis strategies for valid specs of today's language."""

from __future__ import annotations

from hypothesis import strategies as st

from fastscaffold.spec.models import FeatureSpec, FieldSpec, RelationSpec
from fastscaffold.spec.write import dump_feature

# Words that are no names of anything else; the numbers make as many as are needed.
_WORDS = [
    "amount",
    "colour",
    "depth",
    "label",
    "note",
    "origin",
    "rank",
    "serial",
    "shade",
    "weight",
]
_AWKWARD = ["metadata", "class", "type", "json", "copy", "schema", "date", "list", "hash", "from"]
_OPERATIONS = ["list", "get", "create", "update", "delete", "bulk_create"]
_MARKS = ("filter", "sort", "search")
_FEATURES = [
    "boxes",
    "cities",
    "gadgets",
    "news",
    "order_items",
    "parcels",
    "people",
    "statuses",
    "trips",
]
_PATTERNS = ["^[A-Z]{2}[0-9]+$", "^SO-", "[a-z]", r"^\d{3,6}$", "^(red|green|blue)[0-9]*$"]

_texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)
_ascii = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)


def field_names() -> st.SearchStrategy[str]:
    plain = st.builds("{}_{}".format, st.sampled_from(_WORDS), st.integers(1, 99))
    return st.one_of(plain, plain, st.sampled_from(_AWKWARD))


@st.composite
def _strs(draw: st.DrawFn) -> dict[str, object]:
    data: dict[str, object] = {"type": draw(st.sampled_from(["str", "text"]))}
    if draw(st.booleans()):
        data["pattern"] = draw(st.sampled_from(_PATTERNS))
        data["max_length"] = draw(st.integers(20, 200))
    else:
        data["max_length"] = draw(st.integers(8, 500))
        data["min_length"] = draw(st.integers(0, 8))
        if draw(st.booleans()):
            data["default"] = draw(_texts).ljust(int(str(data["min_length"])), "x")[
                : int(str(data["max_length"]))
            ]
    return data


@st.composite
def _wholes(draw: st.DrawFn) -> dict[str, object]:
    data: dict[str, object] = {"type": draw(st.sampled_from(["int", "bigint"]))}
    low = draw(st.none() | st.integers(-1000, 1000))
    step = draw(st.none() | st.integers(1, 7))
    if low is not None:
        data[draw(st.sampled_from(["ge", "gt"]))] = low
        if draw(st.booleans()):
            data[draw(st.sampled_from(["le", "lt"]))] = (
                low + 10 * (step or 1) + draw(st.integers(1, 500))
            )
    if step is not None:
        data["multiple_of"] = step
    if draw(st.booleans()) and not (low is not None and low >= 0):
        high = data.get("le", data.get("lt"))
        if high is None or int(str(high)) > 0:
            data["default"] = 0 if (low is not None and low < 0) or low is None else None
    return {key: value for key, value in data.items() if value is not None}


@st.composite
def _floats(draw: st.DrawFn) -> dict[str, object]:
    data: dict[str, object] = {"type": "float"}
    low = draw(st.none() | st.floats(-1000, 1000))
    if low is not None:
        data[draw(st.sampled_from(["ge", "gt"]))] = low
        if draw(st.booleans()):
            data[draw(st.sampled_from(["le", "lt"]))] = low + draw(st.floats(1, 100))
    return data


@st.composite
def _decimals(draw: st.DrawFn) -> dict[str, object]:
    precision = draw(st.integers(2, 18))
    scale = draw(st.integers(0, precision - 1))
    data: dict[str, object] = {"type": "decimal", "precision": precision, "scale": scale}
    if draw(st.booleans()):
        data["ge"] = "0"
    if draw(st.booleans()):
        data["default"] = f"{draw(st.integers(0, 9))}.{'5' * scale}" if scale else "7"
    return data


@st.composite
def _enums(draw: st.DrawFn) -> dict[str, object]:
    values = draw(
        st.lists(
            st.one_of(_ascii, _texts).map(str.strip).filter(bool),
            min_size=2,
            max_size=6,
            unique=True,
        )
    )
    data: dict[str, object] = {"type": "enum", "values": values}
    if draw(st.booleans()):
        data["default"] = draw(st.sampled_from(values))
    return data


@st.composite
def _lists(draw: st.DrawFn) -> dict[str, object]:
    data: dict[str, object] = {
        "type": "list",
        "items": draw(st.sampled_from(["str", "int", "float", "bool"])),
    }
    if draw(st.booleans()):
        data["max_length"] = draw(st.integers(2, 50))
    if draw(st.booleans()):
        data["default"] = []
    return data


_SIMPLE: list[dict[str, object]] = [
    {"type": "bool"},
    {"type": "bool", "default": True},
    {"type": "date"},
    {"type": "date", "default": "now"},
    {"type": "time"},
    {"type": "datetime"},
    {"type": "datetime", "default": "now"},
    {"type": "datetime", "default": "2026-01-01T00:00:00Z"},
    {"type": "timedelta", "default": "PT1H"},
    {"type": "timedelta"},
    {"type": "uuid"},
    {"type": "uuid", "default": "uuid"},
    {"type": "email"},
    {"type": "url"},
    {"type": "ip"},
    {"type": "json"},
    {"type": "json", "default": {}},
    {"type": "json", "default": {"a": [1, "b", None, True]}},
    {"type": "bytes"},
    {"type": "bytes", "max_length": 20, "default": "AP8="},
    {"type": "bytes", "max_length": 3_000},
    {"type": "secret"},
    {"type": "secret", "min_length": 4, "max_length": 12},
]
_NO_INDEX = {"json", "list", "bytes", "secret"}
_NO_UNIQUE = {*_NO_INDEX, "enum", "bool"}
_SEARCHABLE = {"str", "text", "email", "url"}


@st.composite
def field_specs(draw: st.DrawFn) -> FieldSpec:
    """Any field type with any modifiers that go together."""
    simple = st.sampled_from(_SIMPLE).map(dict)
    data = draw(
        st.one_of(simple, simple, _strs(), _wholes(), _floats(), _decimals(), _enums(), _lists())
    )
    kind = str(data["type"])
    data["nullable"] = draw(st.booleans())
    data["filter"] = draw(st.booleans()) and kind not in _NO_INDEX
    data["sort"] = draw(st.booleans()) and kind not in _NO_INDEX
    data["search"] = draw(st.booleans()) and kind in _SEARCHABLE
    long = kind == "text" or int(str(data.get("max_length", 255))) > 640
    data["index"] = draw(st.booleans()) and kind not in _NO_INDEX and not long
    may_be_unique = "default" not in data and kind not in _NO_UNIQUE and not long
    narrow = (
        any(key in data for key in ("le", "lt", "pattern"))
        or int(str(data.get("max_length", 99))) < 8
    )
    small = kind == "decimal" and int(str(data["precision"])) < 3
    data["unique"] = may_be_unique and not narrow and not small and draw(st.booleans())
    role = draw(st.sampled_from(["", "", "immutable", "read_only"]))
    may_be_read_only = kind != "secret" and (data["nullable"] or "default" in data)
    if role == "immutable" or (role == "read_only" and may_be_read_only):
        data[role] = True
    if draw(st.booleans()):
        data["description"] = draw(_texts)
    return FieldSpec.model_validate(data)


@st.composite
def feature_specs(
    draw: st.DrawFn, name: str | None = None, targets: tuple[str, ...] = ()
) -> FeatureSpec:
    """A feature on its own, or with relations to ``targets`` and to itself."""
    given_name = name or draw(st.sampled_from(_FEATURES))
    fields = draw(st.dictionaries(field_names(), field_specs(), min_size=1, max_size=6))
    for number, given in enumerate(fields):
        # Distinct from each other, whatever else there is.
        names = {
            "column": draw(st.sampled_from([None, None, f"select{number}", f"Col_{number}"])),
            "alias": draw(
                st.sampled_from([None, None, f"camelCase{number}", f"with-dash{number}"])
            ),
        }
        fields[given] = fields[given].model_copy(update=names)
    relations: dict[str, RelationSpec] = {}
    for number, target in enumerate((*targets, given_name)):
        own = target == given_name
        if draw(st.booleans()):
            nullable = own or draw(st.booleans())
            choices = ["restrict", "cascade", *(["set_null"] if nullable else [])]
            relations[f"link_{number}"] = RelationSpec.model_validate(
                {
                    "kind": draw(st.sampled_from(["many_to_one", "many_to_one", "one_to_one"])),
                    "to": target,
                    "nullable": nullable,
                    "on_delete": draw(st.sampled_from(choices)),
                    "immutable": draw(st.booleans()),
                    "filter": draw(st.booleans()),
                    # Between features it would keep each from being taken out alone.
                    **({"back": f"back_{number}"} if own and draw(st.booleans()) else {}),
                }
            )
        if draw(st.integers(0, 3)) == 0:
            linked = {"kind": "many_to_many", "to": target}
            if own and draw(st.booleans()):
                linked["back"] = f"group_back_{number}"
            relations[f"groups_{number}"] = RelationSpec.model_validate(linked)
    timestamps = draw(st.booleans())
    api = draw(_apis(fields, timestamps=timestamps))
    if "list" not in api.get("operations", _OPERATIONS):
        unmarked = dict.fromkeys(_MARKS, False)
        fields = {name: spec.model_copy(update=unmarked) for name, spec in fields.items()}
    return FeatureSpec.model_validate(
        {
            "feature": given_name,
            "primary_key": {"type": draw(st.sampled_from(["uuid", "int", "bigint"]))},
            "api": api,
            "behaviours": {
                "timestamps": timestamps,
                "soft_delete": draw(st.booleans()),
                "optimistic_lock": draw(st.booleans()),
            },
            "fields": fields,
            "relations": relations,
            "constraints": draw(_constraints(fields, relations)),
        }
    )


@st.composite
def _apis(
    draw: st.DrawFn, fields: dict[str, FieldSpec], *, timestamps: bool
) -> dict[str, list[str] | str | dict[str, int]]:
    """How a feature is served: for the most part with all that there is."""
    data: dict[str, list[str] | str | dict[str, int]] = {}
    if draw(st.booleans()):
        chosen = st.lists(st.sampled_from(_OPERATIONS), min_size=1, unique=True)
        data["operations"] = draw(chosen)
    if "list" not in data.get("operations", _OPERATIONS):
        return data
    columns = ["id", *(["created_at", "updated_at"] if timestamps else [])]
    for key in ("filter", "sort"):
        if draw(st.booleans()):
            data[key] = draw(st.lists(st.sampled_from(columns), unique=True))
    if draw(st.booleans()):
        size = draw(st.integers(1, 30))
        data["page_size"] = {"default": size, "max": draw(st.integers(size, 60))}
    lengths = {"str": 255, "text": 10_000, "url": 2_048}
    short = all(
        (spec.max_length or lengths.get(spec.type, 0)) <= lengths["str"]
        for spec in fields.values()
        if spec.sort and spec.type in lengths
    )
    if short and draw(st.booleans()):
        data["pagination"] = "cursor"
    if draw(st.booleans()):
        data["cache"] = {"ttl": draw(st.integers(1, 31_536_000))}
    return data


@st.composite
def _constraints(
    draw: st.DrawFn, fields: dict[str, FieldSpec], relations: dict[str, RelationSpec]
) -> dict[str, object]:
    """Constraints over fields of many short values, and over relations."""
    short = [
        name
        for name, spec in fields.items()
        if spec.type in {"date", "time", "datetime", "uuid", "ip", "bigint", "int"}
        and not any(getattr(spec, key) is not None for key in ("le", "lt", "multiple_of"))
        and not (spec.read_only or spec.unique)
    ]
    names = [*short, *(name for name, spec in relations.items() if spec.kind == "many_to_one")]
    if not short or len(names) < 2:
        return {}
    unique = draw(st.permutations(names))[:2]
    index = draw(st.permutations(names))[: draw(st.integers(2, 3))]
    data: dict[str, object] = {}
    if set(unique) & set(short) and draw(st.booleans()):
        data["unique"] = [unique]
    if index != unique and len(index) > 1 and draw(st.booleans()):
        data["index"] = [{"on": index}]
    if draw(st.booleans()):
        column = draw(st.sampled_from(short))
        data["check"] = [{"name": "told", "sql": f'"{column}" IS NOT NULL OR "id" IS NOT NULL'}]
    return data


@st.composite
def spec_features(draw: st.DrawFn, max_features: int = 4) -> tuple[FeatureSpec, ...]:
    """Features that refer to each other without a circle, in any order."""
    names = draw(
        st.lists(st.sampled_from(_FEATURES), min_size=1, max_size=max_features, unique=True)
    )
    features = [draw(feature_specs(name, tuple(names[:at]))) for at, name in enumerate(names)]
    return tuple(draw(st.permutations(features)))


def as_text(features: tuple[FeatureSpec, ...]) -> str:
    """One YAML file of several features."""
    lines = ["version: 1", "features:"]
    for spec in features:
        body = dump_feature(spec).splitlines()[2:]
        lines += [f"  {spec.name}:", *(f"    {line}" for line in body)]
    return "\n".join(lines) + "\n"


def spec_files(max_features: int = 4) -> st.SearchStrategy[str]:
    """The text of a valid YAML file."""
    return spec_features(max_features).map(as_text)
