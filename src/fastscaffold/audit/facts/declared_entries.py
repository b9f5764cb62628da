"""Settings that are entries of a class of the project: ``ConfigEntry("token", str)``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.secret_names import is_address_name, is_kept_secret_name, words
from fastscaffold.audit.modules import Class
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_CONFIGURING = frozenset({"conf", "config", "configuration", "setting", "settings"})


class Entry(NamedTuple):
    """A secret that is declared to be a plain text."""

    name: str
    call: Call


def plain_entries(facts: Facts) -> Iterator[Entry]:
    """Entries that are named like a secret or the address of a database, and typed ``str``."""
    for module in facts.production:
        for call in module.calls:
            name = _name(call)
            if name is None or not _is_typed_text(call):
                continue
            made = facts.callers.target(call)
            if isinstance(made, Class) and _CONFIGURING & set(words(made.name)):
                yield Entry(name, call)


def _name(call: Call) -> str | None:
    """The name that an entry is given, where it is one of a secret."""
    match call.argument("name", 0):
        case ast.Constant(value=str() as name) if is_kept_secret_name(name) or is_address_name(
            name
        ):
            return name
        case _:
            return None


def _is_typed_text(call: Call) -> bool:
    """Whether an entry is told to be a ``str``, whatever the parameter is called."""
    given = arguments_of(call.node)
    return any(isinstance(each, ast.Name) and each.id == "str" for each in given)
