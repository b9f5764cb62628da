"""Fields of settings that hold secrets, and what they are worth as shipped."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import Field, own_fields
from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.address_texts import has_credentials
from fastscaffold.audit.facts.secrets.names import (
    ADDRESSES,
    DATABASES,
    holds_name,
    is_kept_secret_name,
    is_password_name,
    lets_in,
)
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.classes import read_classes, settings_classes
from fastscaffold.audit.facts.settings.environment_reads import is_of_environment
from fastscaffold.audit.modules import dotted, last_called
from fastscaffold.audit.values import SECRET_TYPES, UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Class, Function, Module, Scope

# Names of things in other places, such as caches, and keys in settings.
_SETTING_KEYS = frozenset({"aes", "cipher", "des", "hmac", "mac", "rsa"})
# What some hide as well, and what lets nobody in by itself.
_PUBLIC_PARTS = frozenset(
    {"account", "db", "email", "host", "id", "login", "name", "url", "uri", "user", "username"}
)
_READERS = frozenset({"config", "env", "getenv", "get"})


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A field of settings that holds a secret.

    Attributes:
        owner: the class of settings.
        is_address: whether it is an address of a database, which may hold a password.
        default: what it is as shipped; ``UNKNOWN`` where it has none or that cannot be told.
    """

    field: Field
    owner: Class
    is_address: bool
    default: object

    @property
    def symbol(self) -> str:
        """Its dotted name."""
        return f"{self.owner.symbol}.{self.field.name}"

    @property
    def is_required(self) -> bool:
        """Whether it has to be told, such as by ``Field(...)``."""
        value = self.field.value
        if isinstance(value, ast.Call):
            return self.default is ... or _describes(value) or _reads_required(value)
        if isinstance(value, ast.Subscript):
            return (dotted(value.value) or "").rpartition(".")[2] == "environ"
        return value is None or (isinstance(value, ast.Constant) and value.value is ...)

    @property
    def ships_a_secret(self) -> bool:
        """Whether its default can be used to get in."""
        return lets_in(self.field.name, self.default, is_address=self.is_address)


def _describes(value: ast.Call) -> bool:
    """Whether ``Field(...)`` only says what a field is called, or like, and so gives no default."""
    given = {each.arg for each in value.keywords}
    is_given = value.args or given & {"default", "default_factory", "factory", None}
    return last_called(value) == "Field" and not is_given


def _reads_required(value: ast.Call) -> bool:
    """Whether a reader has nothing else where a variable is not set: ``config("DB_URL")``."""
    given = {each.arg for each in value.keywords}
    is_reader = last_called(value) in {"config", "getenv"} or (
        (dotted(value.func) or "").endswith("environ.get")
    )
    return is_reader and len(value.args) == 1 and given <= {"cast"}


def is_borrowed(origin: Origin) -> bool:
    """Whether what signs is the password of somebody, or its hash."""
    own = [each.text for each in origin.trail if each.rank == 0]
    return bool(own) and is_password_name(own[-1])


def is_public(origin: Origin) -> bool:
    """Whether a name says that a key only verifies what another signs."""
    own = [set(words(each.text)) for each in origin.trail if each.rank == 0]
    return any("public" in each and not each & {"private", "secret"} for each in own)


@lru_cache(maxsize=2)
def secret_settings(facts: Facts) -> list[Setting]:
    """The fields of settings that hold secrets."""
    return [
        setting
        for settings in (*settings_classes(facts), *read_classes(facts))
        for field in own_fields(settings)
        if (setting := _setting(facts, settings, field)) is not None
    ]


def _setting(facts: Facts, settings: Class, field: Field) -> Setting | None:
    default = default_of(facts, field.value, settings)
    secret = any(is_kept_secret_name(each) or _is_key(each) for each in _names(field))
    secret = secret or _has_identifier(settings, field) or _is_declared(facts, field)
    if isinstance(default, bool | int | float) or _is_flag(facts, field):
        return None
    if holds_name(field.name, default):
        return None
    address = not secret and (
        any(is_address_name(each) for each in _names(field))
        or _is_of_database(settings, field)
        or (isinstance(default, str) and has_credentials(default))
    )
    if not secret and not address:
        return None
    return Setting(field, settings, address, default)


def _is_declared(facts: Facts, field: Field) -> bool:
    """Whether its type says that it is a secret, whatever it is called."""
    if field.annotation is None or any(is_address_name(each) for each in _names(field)):
        return False
    if _PUBLIC_PARTS.intersection(words(field.name)[-1:]):
        return False
    kinds = facts.index.typed(field.annotation, field.owner)
    symbols = (facts.index.symbol(each, scope) or "" for each, scope in kinds)
    return any(each.rpartition(".")[2] in SECRET_TYPES for each in symbols)


def _names(field: Field) -> list[str]:
    """What a field is called, and the variables that it is told by: ``Field(alias="API_KEY")``."""
    given = field.value.keywords if isinstance(field.value, ast.Call) else []
    told = [each.value for each in given if each.arg in {"alias", "env", "validation_alias"}]
    texts = [each.value for each in told if isinstance(each, ast.Constant)]
    return [field.name, *(each for each in texts if isinstance(each, str))]


def _is_of_database(settings: Class, field: Field) -> bool:
    """Whether an address is one of a database, as the name of its settings has it."""
    if field.name.lower() not in ADDRESSES:
        return False
    parts = words(settings.name)
    return bool({*parts, *map("".join, pairwise(parts))} & DATABASES)


def _has_identifier(settings: Class, field: Field) -> bool:
    """Whether it is the secret of a pair by the other's name: some call the public half so."""
    parts = words(field.name)
    names = [words(each.name) for each in own_fields(settings)]
    if parts[-2:] == ["secret", "id"]:
        return [*parts[:-2], "role", "id"] in names  # an application of Vault logs in by them
    if parts[-2:] != ["access", "key"]:
        return False
    return [*parts[:-1], "id"] in names or [*parts, "id"] in names


def _is_key(name: str) -> bool:
    parts = words(name)
    if parts[-1:] == ["keys"] and parts[-2:-1] in (["api"], ["private"], ["secret"]):
        return True  # one behind the other, in a text
    return parts[-1:] == ["key"] and bool(_SETTING_KEYS & set(parts[-2:-1]))


def default_of(facts: Facts, value: ast.expr | None, scope: Scope) -> object:
    """What a setting is where nobody sets it."""
    if isinstance(value, ast.Call):
        name = facts.index.called(value.func, scope).rpartition(".")[2]
        keywords = {each.arg: each.value for each in value.keywords}
        factory = keywords.get("default_factory")
        if isinstance(factory, ast.Lambda):
            return facts.values.fold(factory.body, scope)
        if name in {"Field", "FieldInfo", *_READERS}:
            given = keywords.get("default")
            place = 0 if name.startswith("Field") else 1
            if given is None and len(value.args) > place:
                given = value.args[place]
            return facts.values.fold(given, scope) if given is not None else UNKNOWN
    folded = facts.values.fold(value, scope)
    return UNKNOWN if folded is ... else folded


def is_plain_text(facts: Facts, field: Field) -> bool:
    """Whether a field is a ``str``, which whoever logs it shows."""
    if field.annotation is None:
        return _reads_text(facts, field.value, field.owner)
    kinds = facts.index.typed(field.annotation, field.owner)
    if any(facts.index.symbol(each, scope) == "str" for each, scope in kinds):
        return True
    return any(_is_constrained(facts, each, field.owner) for each in walk(field.annotation))


def _is_constrained(facts: Facts, node: ast.AST, scope: Scope) -> bool:
    """Whether a part of an annotation is ``constr(...)``, by a name that it has or without."""
    if isinstance(node, ast.Name | ast.Attribute):
        values = facts.index.values_of(facts.index.symbol(node, scope))
        node, scope = values[0] if len(values) == 1 else (node, scope)
    if not isinstance(node, ast.Call):
        return False
    return facts.index.called(node.func, scope).rpartition(".")[2] == "constr"


def _reads_text(facts: Facts, value: ast.expr | None, scope: Scope) -> bool:
    """Whether a setting that is read from the environment by a call stays a text."""
    if not isinstance(value, ast.Call):
        is_read = is_of_environment(facts.index, value, scope)
        return is_read or isinstance(facts.values.fold(value, scope), str)
    name = facts.index.called(value.func, scope)
    if name.rpartition(".")[2] not in _READERS and not name.startswith("?"):
        return False
    cast = next((each.value for each in value.keywords if each.arg == "cast"), None)
    if cast is None and len(value.args) > 1 and name.rpartition(".")[2] == "config":
        cast = value.args[1]
    last = (facts.index.symbol(cast, scope) or "").rpartition(".")[2]
    return last not in SECRET_TYPES


def constants(scope: Module | Function) -> Iterator[tuple[str, ast.expr]]:
    """Names of a module, or of a function, with what they are given."""
    for name, values in scope.assigned.items():
        if "." not in name:
            yield from ((name, value) for value in values)


@lru_cache(maxsize=256)
def column_names(module: Module) -> frozenset[str]:
    """The names of a module that say what a column is called: ``Column(PASSWORD, String)``."""
    return frozenset(
        call.node.args[0].id
        for call in module.calls
        if call.node.args and isinstance(call.node.args[0], ast.Name)
        if last_called(call.node) in {"Column", "mapped_column"}
    )


def attributes(function: Function) -> Iterator[tuple[str, ast.expr]]:
    """Attributes of itself that a method assigns, such as ``self.key = "..."``."""
    for name, values in function.assigned.items():
        holder, _, last = name.rpartition(".")
        if holder == "self":
            yield from ((last, value) for value in values)


def _is_flag(facts: Facts, field: Field) -> bool:
    kinds = facts.index.typed(field.annotation, field.owner)
    names = {facts.index.symbol(each, scope) for each, scope in kinds}
    return bool(names) and names <= {"bool", "float", "int"}
