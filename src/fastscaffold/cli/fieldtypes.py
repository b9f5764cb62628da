"""What the command line says of each field type, and what a wizard asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RELATION = "ref"

# In the order in which they are offered; a type that is not here comes after these.
_SUMMARIES = {
    "str": "one line of text",
    "text": "text of any length",
    "int": "whole number, 32 bits",
    "bigint": "whole number, 64 bits",
    "decimal": "exact number, such as an amount of money",
    "float": "number that may be rounded",
    "bool": "true or false",
    "date": "day",
    "time": "time of day",
    "datetime": "moment, with its time zone",
    "timedelta": "length of time",
    "uuid": "identifier",
    "email": "e-mail address",
    "url": "web address",
    "ip": "IP address, version 4 or 6",
    "enum": "one of some words",
    "json": "any JSON value",
    "list": "several values of one type",
}
_FROM_ARGUMENTS = frozenset({"precision", "scale", "values", "items"})
_EXAMPLES = {"ge": "ge=0", "min_length": "min_length=1"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a person may choose as the type of a field.

    Attributes:
        name: as it is written in specs.
        summary: a few words.
        flags: modifiers that it can have.
        constraints: names of what can be said with a value, such as ``ge``.
        words: defaults that are made for each row, such as ``now``.
    """

    name: str
    summary: str
    flags: tuple[str, ...]
    constraints: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """An example of a constraint, if there is a simple one."""
        return next((text for name, text in _EXAMPLES.items() if name in self.constraints), "")


def field_type_names() -> tuple[str, ...]:
    """Names of all field types, by the names of their modules: completion may import none."""
    package = Path(__file__).parent.parent / "fields"
    found = {path.stem.removesuffix("_type") for path in package.glob("*_type.py")}
    known = [name for name in _SUMMARIES if name in found]
    return (*known, *sorted(found - set(known)))


def kinds() -> tuple[Kind, ...]:
    """Everything that a field can be, the relation last."""
    from fastscaffold.fields.loader import field_types  # noqa: PLC0415 # only for who is asked

    types = field_types()
    found: list[Kind] = []
    for name in field_type_names():
        kind = types[name]
        abilities = {
            "unique": kind.uniqueable,
            "index": kind.indexable,
            "search": kind.searchable,
            "filter": kind.filterable,
            "sort": kind.sortable,
            "immutable": True,
            "read_only": True,
        }
        flags = tuple(flag for flag, able in abilities.items() if able)
        constraints = tuple(sorted(kind.constraints - _FROM_ARGUMENTS))
        words = tuple(kind.words())
        found.append(Kind(name, _SUMMARIES.get(name, ""), flags, constraints, words))
    return (*found, Kind(RELATION, "a row of another feature", ("unique", "immutable")))
