"""Types of what clients send, and what they may be bound to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = Literal[
    "bool",
    "choice",
    "date",
    "datetime",
    "decimal",
    "email",
    "float",
    "int",
    "ip",
    "list",
    "mapping",
    "model",
    "str",
    "time",
    "timedelta",
    "unknown",
    "url",
    "uuid",
]

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("str", "StrictStr", "SecretStr"), "str"),
    **dict.fromkeys(("int", "StrictInt", "PositiveInt", "NonNegativeInt", "NegativeInt"), "int"),
    **dict.fromkeys(("float", "StrictFloat", "PositiveFloat", "NonNegativeFloat"), "float"),
    **dict.fromkeys(("bool", "StrictBool"), "bool"),
    "Decimal": "decimal",
    **dict.fromkeys(("datetime", "AwareDatetime"), "datetime"),
    "date": "date",
    "time": "time",
    "timedelta": "timedelta",
    **dict.fromkeys(("UUID", "UUID1", "UUID4", "UUID7"), "uuid"),
    "EmailStr": "email",
    **dict.fromkeys(("AnyHttpUrl", "AnyUrl", "HttpUrl"), "url"),
    **dict.fromkeys(("IPv4Address", "IPvAnyAddress"), "ip"),
    **dict.fromkeys(("dict", "Dict", "Mapping"), "mapping"),
    **dict.fromkeys(("list", "List", "Sequence", "set", "Set"), "list"),
}
BUILT_IN_BOUNDS: dict[str, dict[str, object]] = {
    "PositiveInt": {"gt": 0},
    "PositiveFloat": {"gt": 0},
    "NonNegativeInt": {"ge": 0},
    "NonNegativeFloat": {"ge": 0},
    "NegativeInt": {"lt": 0},
}
MADE: dict[str, Kind] = {
    "conint": "int",
    "confloat": "float",
    "constr": "str",
    "condecimal": "decimal",
}
BOUNDS = frozenset(
    {"decimal_places", "ge", "gt", "le", "lt", "max_digits", "max_length", "min_length"}
    | {"multiple_of", "pattern"}
)
OLD_BOUNDS = {"max_items": "max_length", "min_items": "min_length", "regex": "pattern"}
ANNOTATED_TYPES = {
    "Ge": "ge",
    "Gt": "gt",
    "Le": "le",
    "Lt": "lt",
    "MultipleOf": "multiple_of",
    "MinLen": "min_length",
    "MaxLen": "max_length",
}
DESCRIPTIONS = frozenset(
    {"Body", "Cookie", "Field", "Form", "Header", "Path", "Query", "StringConstraints"}
)
HARMLESS = frozenset({"Depends", "PlainSerializer", "Security", "WithJsonSchema"})
CHANGES_TEXT = frozenset({"strip_whitespace", "to_lower", "to_upper"})


@dataclass(frozen=True, slots=True)
class Input:
    """A value that is sent.

    Attributes:
        bounds: by pydantic's names.
        choices: of an enum or a ``Literal``: what stands in JSON.
        item: what a list holds.
        fields: of a model.
        examples: that the source gives.
        doubts: what else has a say in it and cannot be foreseen.
        is_closed: a model that refuses fields that it does not have.
        is_changed: what is answered may be another text than the one that was sent.
        symbol: of the class of a model.
    """

    kind: Kind
    bounds: Mapping[str, object] = field(default_factory=dict[str, object])
    choices: tuple[object, ...] = ()
    item: Input | None = None
    fields: tuple[InputField, ...] = ()
    examples: tuple[object, ...] = ()
    doubts: tuple[str, ...] = ()
    is_nullable: bool = False
    is_closed: bool = False
    is_changed: bool = False
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class InputField:
    """A field of a model.

    Attributes:
        name: as clients call it.
        attribute: as the source does.
    """

    name: str
    attribute: str
    value: Input
    is_required: bool
