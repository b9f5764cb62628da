"""What the command line says of each field type, and what a wizard asks about it."""

from __future__ import annotations

from typing import NamedTuple

RELATION = "ref"


class Hints(NamedTuple):
    """What helps a person to choose and to fill in a field type.

    Attributes:
        summary: a few words.
        flags: modifiers that make sense.
        constraints: an example of those that take a value; empty where there are none.
    """

    summary: str
    flags: tuple[str, ...]
    constraints: str = ""


_KEPT = ("immutable", "read_only")
_VALUE = ("unique", "index", "filter", "sort", *_KEPT)
_WORDS = ("unique", "index", "search", "filter", "sort", *_KEPT)
_LENGTH = "min_length=1:pattern='^[A-Z]'"
_RANGE = "ge=0:le=100"

HINTS = {
    "str": Hints("one line of text", _WORDS, _LENGTH),
    "text": Hints("text of any length", ("search", *_KEPT), "max_length=10000"),
    "int": Hints("whole number, 32 bits", _VALUE, _RANGE),
    "bigint": Hints("whole number, 64 bits", _VALUE, _RANGE),
    "float": Hints("number that may be rounded", _VALUE, _RANGE),
    "decimal": Hints("exact number, such as an amount of money", _VALUE, _RANGE),
    "bool": Hints("true or false", ("index", "filter", *_KEPT)),
    "date": Hints("day", _VALUE),
    "time": Hints("time of day", _VALUE),
    "datetime": Hints("moment, with its time zone", _VALUE),
    "timedelta": Hints("length of time", _VALUE),
    "uuid": Hints("identifier", _VALUE),
    "email": Hints("e-mail address", _WORDS),
    "url": Hints("web address", _WORDS),
    "ip": Hints("IP address, version 4 or 6", _VALUE),
    "enum": Hints("one of some words", ("index", "filter", "sort", *_KEPT)),
    "json": Hints("any JSON value", _KEPT),
    "list": Hints("several values of one type", _KEPT, "max_length=20"),
    RELATION: Hints("a row of another feature", ("unique", "immutable")),
}


def field_type_names() -> tuple[str, ...]:
    """Names of all field types and of the relation, in the order in which they are offered."""
    return tuple(HINTS)
