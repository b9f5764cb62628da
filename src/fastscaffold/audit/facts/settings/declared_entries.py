"""Settings that are entries of a class of the project.

``ConfigEntry("token", str)``, and ``config.str("TOKEN", "a default")``.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.names import is_kept_secret_name, lets_in
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.environment_reads import environment_reads
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_CONFIGURING = frozenset({"conf", "confi", "config", "configuration", "setting", "settings"})
_READING = _CONFIGURING | {"env", "environ", "environment"}
# Of the classes that are called settings many hold those of forms and of their fields.
_READERS = _READING - {"setting", "settings"}
# Methods that give what they read as it is.
_TEXTS = frozenset({"get_str", "get_string", "getstr", "str", "string", "text"})


class Entry(NamedTuple):
    """A secret that is declared to be a plain text."""

    name: str
    call: Call
    default: object

    @property
    def ships_a_secret(self) -> bool:
        """Whether its default can be used to get in."""
        return lets_in(self.name, self.default, is_address=not is_kept_secret_name(self.name))


def plain_entries(facts: Facts) -> Iterator[Entry]:
    """Entries that are named like a secret or the address of a database, and are a ``str``."""
    for module in facts.production:
        read = {id(each.node) for each in environment_reads(facts)[module]}
        for call in module.calls:
            name = _name(call)
            if name is None or id(call.node) in read:
                continue
            made = facts.callers.target(call)
            is_entry = isinstance(made, Class) and bool(_CONFIGURING & set(words(made.name)))
            if is_entry and _is_typed_text(call):
                yield Entry(name, call, facts.values.fold(call.argument("default"), call.scope))
            elif _gives_text(call, made):
                given = call.argument("default", _position(made))
                yield Entry(name, call, facts.values.fold(given, call.scope))


def _gives_text(call: Call, method: object) -> bool:
    """Whether it is one of a reader, beside which there are others for numbers and flags."""
    if isinstance(method, Function):
        owner = method.owner
        named = words(owner.name) if owner is not None and method.name in _TEXTS else []
        return bool(_READERS & set(named))
    match call.node.func:
        # What the reader is made of is not known.
        case ast.Attribute(value=ast.Name(id=held), attr="str"):
            return method is None and bool(_READING & set(words(held)))
        case _:
            return False


def _position(method: object) -> int:
    """Where a default is given, behind the name in most."""
    if not isinstance(method, Function):
        return 1
    names = [argument.arg for argument, _ in method.parameters() if argument.arg != "self"]
    return names.index("default") if "default" in names else 1


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
