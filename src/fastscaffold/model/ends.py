"""Relations without anything left open: what stands at both ends of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from fastscaffold.model.resource import KeyType, Names, OnDelete

# Whose rows a request may refer to: those that the user may change, or everybody's.
Referable: TypeAlias = Literal["owner", "anyone"]


@dataclass(frozen=True, slots=True)
class Target:
    """The other end of a relation: what a feature must know of a feature that it refers to.

    Attributes:
        private: users may get only those of its rows that are their own.
        readers: the permission to get a row, as its spec says it, empty where it says nothing; None
            where nobody may, or nobody knows.
        owned: its rows belong to users.
        writers: the permission to change a row, in the same way.
        soft_delete: its rows are kept when they are deleted.
        versioned: clients have to name the version that they change.
        deletable: clients may delete its rows.
    """

    names: Names
    key: KeyType
    private: bool = False
    readers: str | None = None
    owned: bool = False
    writers: str | None = None
    soft_delete: bool = False
    versioned: bool = False
    deletable: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """A many_to_one relation, or a one_to_one relation, which is a unique one.

    Attributes:
        name: attribute of the model: ``customer``.
        field: the foreign key in schemas, models and table: ``customer_id``.
        index: whether the foreign key needs an index; a unique one has its own.
        read_only: never accepted from a client.
        deferred: it closes a circle of features: the row that it refers to comes later.
        mutual: the target has a relation to this feature as well.
        back: attribute of the target's model that holds the other direction, if there is one.
        of: whose rows a request may refer to.
    """

    name: str
    field: str
    target: Target
    on_delete: OnDelete
    nullable: bool = False
    immutable: bool = False
    unique: bool = False
    filter: bool = True
    description: str = ""
    index: bool = True
    read_only: bool = False
    deferred: bool = False
    mutual: bool = False
    back: str = ""
    of: Referable = "anyone"


@dataclass(frozen=True, slots=True)
class Link:
    """A many_to_many relation, with a table of its own.

    Attributes:
        name: attribute of the model that holds the rows: ``labels``, as in requests.
        field: attribute that holds their keys: ``label_ids``.
        rows: attribute that holds the rows of the link table.
        class_name: of the model of the link table.
        own: the column that refers to this feature; ``other`` the one that refers to the target.
        back: as of a relation; ``of`` as well.
    """

    name: str
    field: str
    rows: str
    table: str
    class_name: str
    own: str
    other: str
    target: Target
    description: str = ""
    back: str = ""
    of: Referable = "anyone"


@dataclass(frozen=True, slots=True)
class Back:
    """The other direction of a relation of another feature, or of the same one.

    Attributes:
        name: attribute of the model.
        target: the feature that has the relation, which is called ``reverse`` there.
        field: the foreign key there; empty where ``link`` is what it goes through.
        many: whether it holds several rows.
        delete_orphan: whether rows go that lose this one.
    """

    name: str
    target: Target
    reverse: str
    field: str = ""
    link: Link | None = None
    many: bool = True
    delete_orphan: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """A relation that clients may have embedded.

    Attributes:
        name: of the relation, and of the attribute.
        target: the feature whose responses are embedded.
        many: whether there are several.
        link: whether it takes the place of the keys of a many_to_many relation.
    """

    name: str
    target: Target
    many: bool
    link: bool = False
