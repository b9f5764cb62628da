"""The words of the spec language that more than one module needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Collection

TypeName = Literal[
    "str",
    "text",
    "int",
    "bigint",
    "float",
    "decimal",
    "bool",
    "date",
    "time",
    "datetime",
    "timedelta",
    "uuid",
    "email",
    "url",
    "ip",
    "enum",
    "json",
    "list",
    "secret",
    "bytes",
]
RelationKind = Literal["many_to_one", "one_to_one", "one_to_many", "many_to_many"]

TYPE_NAMES: tuple[str, ...] = get_args(TypeName)
TYPE_ALIASES = {
    "string": "str",
    "integer": "int",
    "boolean": "bool",
    "numeric": "decimal",
    "timestamp": "datetime",
    "array": "list",
}
# What other tools and databases call them: not accepted, but understood well enough for a hint.
FOREIGN_TYPES = {
    "biginteger": "bigint",
    "binary": "bytes",
    "bit": "bool",
    "blob": "bytes",
    "char": "str",
    "choice": "enum",
    "currency": "decimal",
    "dict": "json",
    "double": "float",
    "duration": "timedelta",
    "emailstr": "email",
    "inet": "ip",
    "interval": "timedelta",
    "jsonb": "json",
    "link": "url",
    "long": "bigint",
    "money": "decimal",
    "number": "decimal",
    "object": "json",
    "password": "secret",
    "percentage": "decimal",
    "phone": "str",
    "real": "float",
    "slug": "str",
    "smallint": "int",
    "timestamptz": "datetime",
    "uri": "url",
    "varchar": "str",
    "year": "int",
}
# No type: the content of a file is no value of a row.
FILES = frozenset(
    {
        "attachment",
        "file",
        "filefield",
        "image",
        "imagefield",
        "photo",
        "picture",
        "upload",
        "uploadfile",
    }
)
# What other tools call the keys of fields and relations; read only where such a key exists.
FOREIGN_KEYS = {
    "choices": "values",
    "comment": "description",
    "decimal_places": "scale",
    "enum": "values",
    "exclude_minimum": "gt",
    "help_text": "description",
    "indexed": "index",
    "length": "max_length",
    "max": "le",
    "max_digits": "precision",
    "maximum": "le",
    "min": "ge",
    "minimum": "ge",
    "null": "nullable",
    "ondelete": "on_delete",
    "optional": "nullable",
    "options": "values",
    "references": "to",
    "regex": "pattern",
    "required": "nullable",
    "size": "max_length",
    "target": "to",
}
# What others call a constraint of PostgreSQL, which SQLite has not.
EXCLUSIONS = frozenset({"exclude", "exclusion", "exclusions", "no_overlap", "overlap", "overlaps"})
RELATION_KINDS: tuple[str, ...] = get_args(RelationKind)
RELATION_ALIASES = {
    "ref": "many_to_one",
    "references": "many_to_one",
    "belongs_to": "many_to_one",
}
# What can be said of each kind, besides `kind` and `to`.
RELATION_KEYS: dict[str, tuple[str, ...]] = {
    "many_to_one": (
        "on_delete",
        "nullable",
        "unique",
        "index",
        "immutable",
        "filter",
        "of",
        "description",
        "back",
    ),
    "one_to_one": (
        "on_delete",
        "nullable",
        "immutable",
        "filter",
        "of",
        "description",
        "back",
    ),
    "one_to_many": ("description", "back", "cascade"),
    "many_to_many": ("of", "description", "back"),
}

# What other tools call them: understood well enough for a hint.
FOREIGN_KINDS = {
    "fk": "many_to_one",
    "foreign_key": "many_to_one",
    "foreignkey": "many_to_one",
    "has_and_belongs_to_many": "many_to_many",
    "has_many": "one_to_many",
    "has_one": "one_to_one",
    "hasmany": "one_to_many",
    "hasone": "one_to_one",
    "m2m": "many_to_many",
    "manytomany": "many_to_many",
    "manytoone": "many_to_one",
    "onetomany": "one_to_many",
    "onetoone": "one_to_one",
    "reference": "many_to_one",
}
# What other tools say of `on_delete`.
FOREIGN_DELETIONS = {
    "delete": "cascade",
    "destroy": "cascade",
    "do_nothing": "restrict",
    "no action": "restrict",
    "no_action": "restrict",
    "null": "set_null",
    "nullify": "set_null",
    "protect": "restrict",
}
# What other frameworks and protocols call operations.
FOREIGN_OPERATIONS = {
    "add": "create",
    "bulk": "bulk_create",
    "change": "update",
    "destroy": "delete",
    "edit": "update",
    "index": "list",
    "insert": "create",
    "partial_update": "update",
    "patch": "update",
    "post": "create",
    "put": "update",
    "read": "get",
    "remove": "delete",
    "replace": "update",
    "retrieve": "get",
    "search": "list",
    "show": "get",
    "store": "create",
    "view": "get",
}

# How a default or an example is written in JSON and YAML; all other types use text.
INTEGER_TYPES = frozenset({"int", "bigint"})
JSON_TYPES = frozenset({"json", "list"})

FLAGS = (
    "unique",
    "index",
    "immutable",
    "read_only",
    "search",
    "filter",
    "sort",
)
BOUNDS = ("gt", "ge", "lt", "le", "multiple_of")


def canonical_type(text: str) -> str:
    """Give the canonical name of a field type; an unknown one comes back as it is."""
    return TYPE_ALIASES.get(text, text)


def canonical_kind(text: str) -> str:
    """Give the canonical kind of a relation; an unknown one comes back as it is."""
    return RELATION_ALIASES.get(text, text)


def several_permissions(given: Collection[object]) -> str:
    """Say what to write where several permissions are given for an operation."""
    one = "One permission an operation: several are not supported yet."
    if "owner" not in given:
        return f"{one} Write one `role:<name>`, and ask for others with `require_role` by hand."
    return (
        f"{one} For the owner or a role write `owner`, and let `owned_by` of repository.py give "
        "the role all rows, as docs/spec.md shows."
    )
