"""The whole spec language as pydantic models: what a user may say, not yet what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    Strict,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from fastscaffold.spec.values import normal_value
from fastscaffold.spec.vocabulary import (
    BOUNDS,
    RelationKind,
    TypeName,
    canonical_kind,
    canonical_type,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Bound: TypeAlias = StrictInt | StrictFloat | StrictStr
Length: TypeAlias = Annotated[int, Field(ge=0, le=10_000_000)]
Rows: TypeAlias = Annotated[int, Field(ge=1, le=1000)]
Texts: TypeAlias = Annotated[tuple[str, ...], Strict(strict=False)]
Operation: TypeAlias = Literal["list", "get", "create", "update", "delete", "bulk_create"]


class SpecModel(BaseModel):
    """Base of all parts of a spec: unknown keys are refused, nothing is converted in silence."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        populate_by_name=True,
        defer_build=True,
    )


class FieldSpec(SpecModel):
    """A field as the user wrote it."""

    type: Annotated[
        TypeName,
        BeforeValidator(lambda value: canonical_type(value) if isinstance(value, str) else value),
    ] = Field(description="The field type.")
    precision: Length | None = Field(default=None, description="Digits of a decimal in all.")
    scale: Length | None = Field(default=None, description="Digits after the decimal point.")
    values: Annotated[Texts, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="The values of an enum."
    )
    items: (
        Annotated[
            str,
            BeforeValidator(
                lambda value: canonical_type(value) if isinstance(value, str) else value
            ),
        ]
        | None
    ) = Field(default=None, description="The type of the items of a list.")
    min_length: Length | None = Field(default=None, description="Fewest characters, or items.")
    max_length: Length | None = Field(default=None, description="Most characters, or items.")
    pattern: Annotated[str, Field(min_length=1, max_length=500)] | None = Field(
        default=None, description="A regular expression that is searched in the text."
    )
    gt: Bound | None = Field(default=None, description="Greater than.")
    ge: Bound | None = Field(default=None, description="Greater than or equal to.")
    lt: Bound | None = Field(default=None, description="Less than.")
    le: Bound | None = Field(default=None, description="Less than or equal to.")
    multiple_of: Bound | None = Field(default=None, description="A divisor of each value.")
    nullable: bool = Field(default=False, description="Whether null is a value.")
    default: JsonValue = Field(
        default=None, description="Used when a create request leaves the field out."
    )
    unique: bool = Field(default=False, description="No two rows share a value.")
    index: bool = Field(default=False, description="Whether the column is indexed.")
    immutable: bool = Field(default=False, description="Accepted on create, refused on update.")
    read_only: bool = Field(default=False, description="Never accepted from a client.")
    search: bool = Field(default=False, description="Whether `?q=` looks into it.")
    filter: bool = Field(default=False, description="Whether lists can be filtered by it.")
    sort: bool = Field(default=False, description="Whether lists can be sorted by it.")
    description: Annotated[str, Field(max_length=1000)] = Field(
        default="", description="For the API documentation."
    )
    examples: Annotated[tuple[JsonValue, ...], Strict(strict=False), Field(max_length=50)] = Field(
        default=(), description="Valid values, used in documentation and tests."
    )
    column: str | None = Field(default=None, description="Name of the column.")
    alias: str | None = Field(default=None, description="Name in JSON.")

    @model_validator(mode="before")
    @classmethod
    def _normalise(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        raw = dict(cast("Mapping[str, object]", data))
        kind = raw.get("type")
        if isinstance(kind, str):
            kind = canonical_type(kind)
            for key in ("default", *BOUNDS):
                if key in raw:
                    raw[key] = normal_value(kind, raw[key])
            examples = raw.get("examples")
            if isinstance(examples, list | tuple):
                values = cast("list[object]", examples)
                raw["examples"] = [normal_value(kind, value) for value in values]
        return raw


class RelationSpec(SpecModel):
    """A relation as the user wrote it."""

    kind: Annotated[
        RelationKind,
        BeforeValidator(lambda value: canonical_kind(value) if isinstance(value, str) else value),
    ] = Field(description="The kind of relation.")
    to: str = Field(description="The feature at the other end.")
    on_delete: Literal["restrict", "cascade", "set_null"] = Field(
        default="restrict", description="What becomes of this row when the other one is deleted."
    )
    nullable: bool = Field(default=False, description="Whether there may be no other end.")
    unique: bool = Field(default=False, description="No two rows share the other end.")
    index: bool = Field(default=True, description="Whether the foreign key is indexed.")
    immutable: bool = Field(default=False, description="Accepted on create, refused on update.")
    filter: bool = Field(default=True, description="Whether lists can be filtered by it.")
    of: Literal["owner", "anyone"] | None = Field(
        default=None,
        description="Whose rows may be referred to, where they belong to users: those that the "
        "user may change, or everybody's.",
    )
    description: Annotated[str, Field(max_length=1000)] = Field(
        default="", description="For the API documentation."
    )
    back: str | None = Field(default=None, description="Name of the relation at the other end.")
    cascade: Literal["delete_orphan"] | None = Field(
        default=None, description="What becomes of rows that lose their parent."
    )


class NamingSpec(SpecModel):
    """Names that the user wants otherwise than derived."""

    singular: str | None = Field(default=None, description="Such as `order`.")
    class_: str | None = Field(default=None, alias="class", description="Such as `Order`.")
    table: str | None = Field(default=None, description="Such as `orders`.")
    path: str | None = Field(default=None, description="Such as `/orders`.")


class PrimaryKeySpec(SpecModel):
    """The primary key."""

    type: Literal["uuid", "int", "bigint"] = Field(
        default="uuid", description="uuid (version 7), int or bigint."
    )


class IndexSpec(SpecModel):
    """An index over several columns."""

    on: Annotated[Texts, Field(min_length=1, max_length=16)] = Field(
        description="Fields and relations, in the order of the index."
    )
    unique: bool = Field(default=False, description="No two rows share all of these values.")


class CheckSpec(SpecModel):
    """A check constraint."""

    name: str = Field(description="Name of the constraint, such as `total_positive`.")
    sql: Annotated[str, Field(min_length=1, max_length=1000)] = Field(
        description="What holds for every row, such as `total >= 0`."
    )


class ConstraintsSpec(SpecModel):
    """Constraints over several columns."""

    unique: Annotated[tuple[Texts, ...], Strict(strict=False)] = Field(
        default=(), description="Fields and relations that no two rows share, such as [[a, b]]."
    )
    index: Annotated[tuple[IndexSpec, ...], Strict(strict=False)] = Field(
        default=(), description="Indexes over several columns, such as [{on: [a, b]}]."
    )
    check: Annotated[tuple[CheckSpec, ...], Strict(strict=False)] = Field(
        default=(), description="Conditions, such as [{name: a_positive, sql: a > 0}]."
    )


class BehavioursSpec(SpecModel):
    """What a resource does beyond its fields."""

    timestamps: bool = Field(default=True, description="created_at and updated_at.")
    soft_delete: bool = Field(default=False, description="Deleted rows are kept and hidden.")
    ownership: bool = Field(default=False, description="Rows belong to the user who made them.")
    optimistic_lock: bool = Field(default=False, description="ETag and If-Match.")


class PageSizeSpec(SpecModel):
    """How many rows a page has."""

    default: Rows = Field(default=20, description="Where a request does not say.")
    max: Rows = Field(default=100, description="The most that a request can ask for.")


class CacheSpec(SpecModel):
    """Caching of get and list."""

    ttl: Annotated[int, Field(ge=1, le=31_536_000)] = Field(description="Seconds it is kept.")


class ApiSpec(SpecModel):
    """How a resource is served."""

    operations: (
        Annotated[tuple[Operation, ...], Strict(strict=False), Field(min_length=1, max_length=6)]
        | None
    ) = Field(default=None, description="What there is; all but bulk_create unless said.")
    pagination: Literal["page", "cursor"] = Field(
        default="page", description="By number and with a total, or by cursor without one."
    )
    page_size: PageSizeSpec = Field(default=PageSizeSpec(), description="How many rows a page has.")
    filter: Texts = Field(
        default=(),
        description="Fields that lists can be filtered by, and columns that every feature has.",
    )
    sort: Texts = Field(
        default=(),
        description="Fields that lists can be sorted by, and columns that every feature has.",
    )
    search: Texts = Field(default=(), description="Fields that `?q=` looks into.")
    permissions: dict[Operation, str] = Field(
        default={},
        description="Who may what: `public`, `authenticated`, `owner`, `admin`, `role:<name>`.",
    )
    cache: CacheSpec | None = Field(default=None, description="Caching of get and list.")


class FeatureSpec(SpecModel):
    """A feature as the user wrote it."""

    name: str = Field(alias="feature", description="Name of the feature, in the plural.")
    naming: NamingSpec = Field(default=NamingSpec(), description="Names that are not derived.")
    primary_key: PrimaryKeySpec = Field(default=PrimaryKeySpec(), description="The primary key.")
    fields: dict[str, FieldSpec] = Field(default={}, description="Name to field.")  # pyright: ignore[reportIncompatibleMethodOverride]
    relations: dict[str, RelationSpec] = Field(default={}, description="Name to relation.")
    constraints: ConstraintsSpec = Field(
        default=ConstraintsSpec(), description="Constraints over several columns."
    )
    behaviours: BehavioursSpec = Field(
        default=BehavioursSpec(), description="What it does beyond its fields."
    )
    api: ApiSpec = Field(default=ApiSpec(), description="How it is served.")
