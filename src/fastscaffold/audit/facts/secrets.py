"""Names that stand for secrets, and the places where a project keeps their values."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import Field, own_fields
from fastscaffold.audit.facts.origin_calls import ENVIRONMENT, reads_environment
from fastscaffold.audit.modules import Class
from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origin import Origin
    from fastscaffold.audit.modules import Function, Module, Scope

_PASSWORDS = frozenset({"passphrase", "passwd", "password", "pwd"})
_KEYS = frozenset(
    {
        "api", "auth", "cookie", "crypto", "encryption", "fernet", "hmac", "jwt", "master",
        "private", "secret", "session", "signing",
    }
)  # fmt: skip
# Which of several keys it is.
_WHICH = frozenset({"dev", "fallback", "old", "previous", "prod", "production"})
# Names of things in other places, such as caches, and keys in settings.
_SETTING_KEYS = frozenset({"aes", "cipher", "des", "hmac", "rsa"})
_NO_SECRET_TOKENS = frozenset(
    {"bos", "cls", "csrf", "eos", "mask", "max", "min", "next", "num", "pad", "sep", "stop", "unk"}
)
_DATABASES = frozenset(
    {
        "database", "db", "mariadb", "mongo", "mongodb", "mysql", "postgres", "postgresql",
        "sqlalchemy",
    }
)  # fmt: skip
# What somebody logs in to, whose password is often called a pass.
_ACCOUNTS = _DATABASES | {
    *("admin", "amqp", "auth", "email", "ftp", "login", "mail", "pg", "rabbitmq", "redis", "root"),
    *("sftp", "smtp", "ssh", "superuser", "user"),
}
_ADDRESSES = frozenset({"dsn", "uri", "url"})
_CREDENTIALS = re.compile(r"^[a-z][\w+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SETTINGS_NAME = re.compile(r"(?i)settings|config|environ|env$")
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
    def ships_a_secret(self) -> bool:
        """Whether its default can be used to get in."""
        if not isinstance(self.default, str) or not self.default:
            return False
        return not self.is_address or has_credentials(self.default)


def words(name: str) -> list[str]:
    """The words of a name, in lower case."""
    return [each.lower() for each in _WORDS.findall(name)]


def is_secret_name(name: str) -> bool:
    """Whether a name stands for a secret itself, and not for its length, its place or its life."""
    parts = words(name)
    if not parts:
        return False
    last, before = parts[-1], set(parts[:-1])
    if last == "pass":
        return bool(before & _ACCOUNTS)
    if parts[:2] == ["secret", "key"] and last in _WHICH:
        return True
    if last in {"jwk", "jwks", "pem"}:
        return "private" in before
    if last in _PASSWORDS | {"secret", "apikey"} or parts[-2:] == ["secret", "key"]:
        return "reset" not in before or last == "secret"
    if last == "key":
        if parts[-3:-1] == ["secret", "access"]:
            return True
        # Of the keys of a hosted database that one passes all rules by.
        return parts[-3:-1] == ["service", "role"] or bool(parts[-2:-1] and parts[-2] in _KEYS)
    return last == "token" and bool(before) and not before & _NO_SECRET_TOKENS


def is_password_name(name: str) -> bool:
    """Whether a name stands for a password or for its hash."""
    parts = words(name)
    while parts and parts[-1] in {"digest", "hash", "hashed"}:
        parts.pop()
    return bool(parts) and parts[-1] in _PASSWORDS


def is_borrowed(origin: Origin) -> bool:
    """Whether what signs is the password of somebody, or its hash."""
    own = [each.text for each in origin.trail if each.rank == 0]
    return bool(own) and is_password_name(own[-1])


def is_address_name(name: str) -> bool:
    """Whether a name stands for the address of a database."""
    parts = words(name)
    return bool(parts) and parts[-1] in _ADDRESSES and bool(set(parts[:-1]) & _DATABASES)


def has_credentials(text: str) -> bool:
    """Whether an address holds a password."""
    return _CREDENTIALS.match(text) is not None


@lru_cache(maxsize=2)
def settings_classes(facts: Facts) -> list[Class]:
    """Settings of what is served, with the models that they are made of; not those of tests."""
    found: dict[str, Class] = {}
    waiting = [each for each in facts.settings if not _is_for_tests(each)]
    while waiting:
        settings = waiting.pop(0)
        if settings.symbol in found:
            continue
        found[settings.symbol] = settings
        bases = map(facts.index.definition, facts.index.ancestors(settings.symbol))
        waiting += [each for each in bases if isinstance(each, Class)]
        for field in own_fields(settings):
            kind = facts.index.definition(facts.index.annotated(field.annotation, settings))
            if isinstance(kind, Class) and kind in facts.schemas:
                waiting.append(kind)
    return list(found.values())


@lru_cache(maxsize=2)
def read_classes(facts: Facts) -> list[Class]:
    """Classes by the name of settings whose fields read the environment themselves."""
    known = {each.symbol for each in (*settings_classes(facts), *facts.tables)}
    return [
        each
        for module in facts.production
        for each in module.classes.values()
        if each.symbol not in known
        and _SETTINGS_NAME.search(each.name)
        and not _is_for_tests(each)
        and any(_reads_environment(facts, field) for field in own_fields(each))
    ]


def _reads_environment(facts: Facts, field: Field) -> bool:
    for node in walk(field.value) if field.value is not None else ():
        if isinstance(node, ast.Call):
            name = facts.index.called(node.func, field.owner)
            kind = facts.index.kind(node.func, field.owner)
            if reads_environment(node, name, kind) is not None:
                return True
        elif _is_of_environment(facts, node, field.owner):
            return True
    return False


def _is_of_environment(facts: Facts, node: ast.AST, scope: Scope) -> bool:
    """Whether it is ``os.environ["NAME"]``."""
    if not isinstance(node, ast.Subscript):
        return False
    return facts.index.symbol(node.value, scope) in ENVIRONMENT


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
    secret = is_secret_name(field.name) or _is_key(field.name) or _has_identifier(settings, field)
    if isinstance(default, bool | int | float) or _is_flag(facts, field):
        return None
    address = not secret and (
        is_address_name(field.name)
        or _is_of_database(settings, field)
        or (isinstance(default, str) and has_credentials(default))
    )
    if not secret and not address:
        return None
    return Setting(field, settings, address, default)


def _is_of_database(settings: Class, field: Field) -> bool:
    """Whether an address is one of a database, as the name of its settings has it."""
    if field.name.lower() not in _ADDRESSES:
        return False
    parts = words(settings.name)
    return bool({*parts, *map("".join, pairwise(parts))} & _DATABASES)


def _has_identifier(settings: Class, field: Field) -> bool:
    """Whether an access key is the secret of a pair: some call the public half so."""
    parts = words(field.name)
    if parts[-2:] != ["access", "key"]:
        return False
    names = [words(each.name) for each in own_fields(settings)]
    return [*parts[:-1], "id"] in names or [*parts, "id"] in names


def _is_key(name: str) -> bool:
    parts = words(name)
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
    return any(facts.index.symbol(each, scope) == "str" for each, scope in kinds)


def _reads_text(facts: Facts, value: ast.expr | None, scope: Scope) -> bool:
    """Whether a setting that is read from the environment by a call stays a text."""
    if not isinstance(value, ast.Call):
        is_read = value is not None and _is_of_environment(facts, value, scope)
        return is_read or isinstance(facts.values.fold(value, scope), str)
    name = facts.index.called(value.func, scope)
    if name.rpartition(".")[2] not in _READERS and not name.startswith("?"):
        return False
    cast = next((each.value for each in value.keywords if each.arg == "cast"), None)
    if cast is None and len(value.args) > 1 and name.rpartition(".")[2] == "config":
        cast = value.args[1]
    last = (facts.index.symbol(cast, scope) or "").rpartition(".")[2]
    return last not in {"Secret", "SecretBytes", "SecretStr"}


def constants(scope: Module | Function) -> Iterator[tuple[str, ast.expr]]:
    """Names of a module, or of a function, with what they are given."""
    for name, values in scope.assigned.items():
        if "." not in name:
            yield from ((name, value) for value in values)


def _is_for_tests(settings: Class) -> bool:
    return bool({"test", "testing", "tests"} & {*words(settings.name), *_path_words(settings)})


def _path_words(settings: Class) -> list[str]:
    return words(settings.module.name.rpartition(".")[2])


def _is_flag(facts: Facts, field: Field) -> bool:
    kinds = facts.index.typed(field.annotation, field.owner)
    names = {facts.index.symbol(each, scope) for each, scope in kinds}
    return bool(names) and names <= {"bool", "float", "int"}
