"""What a spec means, with nothing left undecided. This is all that templates see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from fastscaffold.model.rules import Constraints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.model.ends import Back, Include, Link, Relation, Target

OnDelete = Literal["restrict", "cascade", "set_null"]
KeyType = Literal["uuid", "int", "bigint"]
Operation = Literal["list", "get", "create", "bulk_create", "update", "delete", "restore"]


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """``from module import name``; with an empty name ``import module``."""

    module: str
    name: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A Python expression and the imports that it needs.

    Imports name the project's package ``app``, whatever it is called. One whose module is the very
    module that is being written, as of an enum in models.py, is to be left out.
    """

    text: str
    imports: tuple[Import, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of a feature, derived once and then recorded in the manifest.

    Attributes:
        feature: package directory and module name, plural: ``order_lines``.
        singular: ``order_line``.
        class_name: ``OrderLine``.
        table: ``order_lines``.
        path: URL path below the API prefix: ``/order-lines``.
        label: for people, singular: ``order line``; ``label_plural``: ``order lines``.
    """

    feature: str
    singular: str
    class_name: str
    table: str
    path: str
    label: str
    label_plural: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the model and the migration write it.

    Attributes:
        model: the SQLAlchemy type in models.py, such as ``String(40)``.
        migration: the same DDL without any import from the project: ``sa.String(length=40)``.
    """

    model: Code
    migration: Code


@dataclass(frozen=True, slots=True)
class Default:
    """A default value.

    Attributes:
        schema: expression for the pydantic field: ``OrderStatus.DRAFT``, ``utc_now``.
        factory: whether ``schema`` is a callable to be called for each row (``default_factory``).
    """

    schema: Code
    factory: bool = False

    @property
    def constant(self) -> Code | None:
        """The value that all rows get; None where each gets one of its own."""
        if not self.factory:
            return self.schema
        value = self.schema.text.removeprefix("lambda: ")
        return None if value == self.schema.text else Code(value, self.schema.imports)


@dataclass(frozen=True, slots=True)
class EnumType:
    """A StrEnum to be written into models.py.

    Attributes:
        class_name: ``OrderStatus``.
        members: pairs of member name and value: ``("IN_TRANSIT", "in transit")``.
        constraint: name of the CHECK before the naming convention is applied.
    """

    class_name: str
    members: tuple[tuple[str, str], ...]
    constraint: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A value for tests.

    Attributes:
        json: Python expression of the JSON value as a client sends it: ``"12.50"``.
        python: the value as the schemas and models hold it: ``Decimal("12.50")``.
    """

    json: Code
    python: Code


@dataclass(frozen=True, slots=True)
class InvalidSample:
    """A JSON value that a field refuses, and a snake_case word on why, for the test's id."""

    json: Code
    reason: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource.

    Attributes:
        name: Python name; ``column_name`` and ``alias`` (wire name) equal it unless they may not,
            or the spec says otherwise.
        given: what the spec calls it.
        type_name: canonical name of the field type.
        python: bare Python type, never optional: ``Decimal``.
        annotation: pydantic annotation of an input, with its constraints, never optional.
        output: pydantic annotation of a response, never optional.
        criterion: pydantic annotation of a query parameter that is compared with the field, never
            optional; that of an input where it is left out.
        samples: at least two distinct valid values; as many as tests need rows for unique fields.
        examples: how many of these, the first ones, the spec gives itself.
        invalid: values that must give 422.
        secret: clients send it and are never told; the attribute holds a hash of it.
        ranged: ordered, so that ``__gt``, ``__gte``, ``__lt`` and ``__lte`` filters make sense.
    """

    name: str
    column_name: str
    alias: str
    type_name: str
    python: Code
    annotation: Code
    output: Code
    column: Column
    nullable: bool = False
    unique: bool = False
    index: bool = False
    immutable: bool = False
    read_only: bool = False
    search: bool = False
    filter: bool = False
    sort: bool = False
    ranged: bool = False
    default: Default | None = None
    enum: EnumType | None = None
    description: str = ""
    samples: tuple[Sample, ...] = ()
    examples: int = 0
    given: str = ""
    secret: bool = False
    invalid: tuple[InvalidSample, ...] = ()
    criterion: Code | None = None

    @property
    def required(self) -> bool:
        """Whether a create request must carry it."""
        return self.default is None and not self.nullable and not self.read_only


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may call an operation.

    Attributes:
        level: ``owner`` is for everybody who is logged in, and reaches the rows of that user.
        role: what users need; empty unless the level is ``role``.
    """

    level: Literal["public", "authenticated", "owner", "role"]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """How a resource is served; names are names of fields, relations' foreign keys included.

    Attributes:
        permissions: of every operation that there is, in the order in which people read them.
        cursor: whether a page tells where the next begins, and not how many there are.
        caching: seconds that responses of operations are kept; empty without the capability.
    """

    permissions: Mapping[Operation, Permission]
    page_size: int
    max_page_size: int
    filter: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    cursor: bool = False
    caching: Mapping[Operation, int] = field(default_factory=dict["Operation", int])

    def has(self, *operations: Operation) -> bool:
        """Whether there is one of some operations."""
        return any(operation in self.permissions for operation in operations)


@dataclass(frozen=True, slots=True)
class Resource:
    """One feature.

    Attributes:
        owner: the relation to the user whom a row belongs to, where rows belong to users.
        links: many_to_many relations that the feature declares.
        backs: the other directions of relations.
        includes: what clients may have embedded.
        soft_delete: whether rows are kept when they are deleted, and can be restored.
        versioned: whether clients have to name the version that they change.
    """

    names: Names
    key: KeyType
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...]
    timestamps: bool
    api: Api
    owner: Relation | None = None
    constraints: Constraints = field(default_factory=Constraints)
    links: tuple[Link, ...] = ()
    backs: tuple[Back, ...] = ()
    includes: tuple[Include, ...] = ()
    soft_delete: bool = False
    versioned: bool = False

    @property
    def counts_keys(self) -> bool:
        """Whether the database counts its keys up."""
        return self.key != "uuid"

    @property
    def ends(self) -> tuple[Relation | Link | Back, ...]:
        """Everything that leads to other features, whose rows or models they need."""
        return (*self.relations, *self.links, *self.backs)

    @property
    def foreign_keys(self) -> tuple[Relation, ...]:
        """All relations that have a column, in the order of the columns."""
        return (*(() if self.owner is None else (self.owner,)), *self.relations)

    @property
    def unique_columns(self) -> tuple[str, ...]:
        """Columns whose values no two rows share."""
        return (
            *(relation.field for relation in self.relations if relation.unique),
            *(field.column_name for field in self.fields if field.unique),
        )

    @property
    def has_unique(self) -> bool:
        """Whether there is something that no two rows share."""
        return bool(self.unique_columns or self.constraints.together)

    def is_at(self, target: Target) -> bool:
        """Whether the other end of a relation is the feature itself."""
        return target.names.feature == self.names.feature

    def fills(self, relation: Relation) -> bool:
        """Whether the first row of all can have a row to refer to."""
        return not relation.deferred and not self.is_at(relation.target)

    @property
    def secrets(self) -> tuple[Field, ...]:
        """Fields of which only hashes are kept."""
        return tuple(field for field in self.fields if field.secret)

    @property
    def private(self) -> bool:
        """Whether users may get only those rows that are their own, or none at all."""
        got = self.api.permissions.get("get")
        return self.owner is not None and (got is None or got.level == "owner")
