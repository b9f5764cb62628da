"""Secrets that are kept as plain text, or written into the source."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.databases.migration_addresses import migration_addresses
from fastscaffold.audit.facts.project.programs import in_main_block
from fastscaffold.audit.facts.secrets.address_texts import (
    has_credentials,
    is_nowhere,
    may_hold_password,
)
from fastscaffold.audit.facts.secrets.defaults import default_secrets
from fastscaffold.audit.facts.secrets.drawn import drawn_secrets
from fastscaffold.audit.facts.secrets.issued_keys import issued_keys
from fastscaffold.audit.facts.secrets.literals import literal_credentials
from fastscaffold.audit.facts.secrets.names import is_name_of_entry, is_secret_name
from fastscaffold.audit.facts.secrets.placeholders import refuses_placeholder
from fastscaffold.audit.facts.secrets.raw import raw_secrets
from fastscaffold.audit.facts.secrets.secrets import (
    Setting,
    attributes,
    column_names,
    constants,
    default_of,
    is_plain_text,
    secret_settings,
)
from fastscaffold.audit.facts.secrets.shipped import shipped_secrets
from fastscaffold.audit.facts.secrets.told_settings import settings_of_others
from fastscaffold.audit.facts.secrets.variable_names import variable_names
from fastscaffold.audit.facts.secrets.written_addresses import written_addresses
from fastscaffold.audit.facts.settings.classes import settings_classes
from fastscaffold.audit.facts.settings.declared_entries import plain_entries
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module
    from fastscaffold.audit.facts.secrets.raw import RawSecret
    from fastscaffold.audit.facts.settings.declared_entries import Entry

# Shorter ones are words of a protocol or of a form.
SHORTEST = 6
# Files of environments are told of whole, by a rule of their own.
_FILES = frozenset({".cfg", ".conf", ".ini", ".json", ".toml", ".yaml", ".yml"})
_ADDRESS = "Here is an address with a password."
# What of an address is told in another place.
_OPEN_PART = "{}"


def check(facts: Facts) -> Iterator[Hit]:
    """What is a plain text, or stands in the source; other addresses and keys that do, too."""
    found = list(_named(facts))
    told = {(each.place.path, each.place.line) for each in found}
    yield from found
    others = (_addresses, _keys, _drawn, _issued, _shipped)
    for each in (one for find in others for one in find(facts)):
        place = (each.place.path, each.place.line)
        if place not in told:
            told.add(place)
            yield each


def _named(facts: Facts) -> Iterator[Hit]:
    """Fields of settings that are ``str``, and constants with a literal."""
    settings = {each.symbol: each for each in (*_token_keys(facts), *secret_settings(facts))}
    for setting in settings.values():
        if _is_plain(facts, setting) or _is_wrapped(facts, setting):
            place = Place(setting.field.module.path, setting.field.line)
            yield Hit(place, _message(setting), setting.symbol)
    for module in facts.production:
        for name, value in constants(module):
            if in_main_block(module, value) or name in column_names(module):
                continue
            if f"{module.name}.{name}" in variable_names(facts):
                continue
            if _is_literal_secret(facts, module, name, value):
                yield hit(module, value, f"`{name}` is a secret in the source.")
        for name, value in settings_of_others(module):
            yield hit(module, value, f"`{name}` is a secret in the source.")
        for function in module.functions.values():
            for _, value in constants(function):
                if _is_address(facts, module, value):
                    yield hit(module, value, _ADDRESS)
            for name, value in attributes(function):
                if _is_literal_secret(facts, module, name, value):
                    yield hit(module, value, f"`{name}` is a secret in the source.")
    for secret in raw_secrets(facts):
        if not secret.is_address or secret.is_required or may_hold_password(secret.default):
            yield hit(secret.module, secret.node, _raw_message(secret))
    for entry in plain_entries(facts):
        yield hit_call(entry.call, _raw_message(entry))
    for each in default_secrets(facts):
        yield Hit(each.place, f"`{each.name}` has a secret in the source for a default.")
    for place in (*literal_credentials(facts), *migration_addresses(facts)):
        yield Hit(place, f"Here is {place.note}.")


def _addresses(facts: Facts) -> Iterator[Hit]:
    """Addresses with a password that stand in calls and collections, but not in settings."""
    declared = {
        id(node)
        for each in secret_settings(facts)
        if each.field.value is not None
        for node in walk(each.field.value)
    }
    read = {id(node) for secret in raw_secrets(facts) for node in walk(secret.node)}
    for module, node in written_addresses(facts):
        if id(node) not in declared | read:
            yield hit(module, node, _ADDRESS)


def _keys(facts: Facts) -> Iterator[Hit]:
    """Keys of tokens that stand in the code, or in a file of configuration that is shipped."""
    for origin, strength in facts.keys.graded:
        path = origin.place.path
        suffix = PurePosixPath(path).suffix
        is_file = bool(origin.value) and suffix in _FILES
        # What only runs containers stands for the environment.
        is_file &= path not in facts.configuration.composes
        is_constant = suffix == ".py" and origin.field is None and origin.kind == "constant"
        if strength == "hard_coded" and (is_file or is_constant):
            yield Hit(origin.place, "Here is a key of tokens that is shipped.")


def _drawn(facts: Facts) -> Iterator[Hit]:
    """Keys in the bodies of classes and functions, which nobody would think of."""
    for module in facts.production:
        for name, value in drawn_secrets(module):
            yield hit(module, value, f"`{name}` is a secret in the source.")


def _issued(facts: Facts) -> Iterator[Hit]:
    """Keys of well-known services, by whatever name."""
    for module, value, service in issued_keys(facts):
        yield hit(module, value, f"Here is a key of {service} in the source.")


def _shipped(facts: Facts) -> Iterator[Hit]:
    for place in shipped_secrets(facts):
        yield Hit(place, f"Here is {place.note}.")


def _token_keys(facts: Facts) -> Iterator[Setting]:
    """Fields of settings that sign tokens, whatever they are called."""
    settings = settings_classes(facts)
    for origin, _ in facts.keys.graded:
        field = origin.field
        if field is not None and field.owner in settings:
            default = default_of(facts, field.value, field.owner)
            yield Setting(field, field.owner, is_address=False, default=default)


def _is_plain(facts: Facts, setting: Setting) -> bool:
    return is_plain_text(facts, setting.field) and _is_meant(setting)


def _is_wrapped(facts: Facts, setting: Setting) -> bool:
    """Whether it is typed as a secret, and its default stands in the source all the same."""
    if not setting.ships_a_secret or setting.field.name.startswith("_"):
        return False
    return not refuses_placeholder(facts, setting)


def _is_meant(setting: Setting) -> bool:
    """Addresses that may well be without a password are left out."""
    if not setting.is_address:
        return True
    return setting.is_required or may_hold_password(setting.default)


def _message(setting: Setting) -> str:
    if setting.ships_a_secret:
        return f"`{setting.field.name}` is a secret in the source."
    return f"`{setting.field.name}` holds a secret and is typed `str`."


def _raw_message(secret: RawSecret | Entry) -> str:
    if secret.ships_a_secret:
        return f"`{secret.name}` has a secret in the source for a default."
    return f"`{secret.name}` is a secret that is read into a plain text."


def _is_literal_secret(facts: Facts, module: Module, name: str, value: ast.expr) -> bool:
    if not isinstance(value, ast.Constant | ast.BinOp | ast.JoinedStr):
        return False
    return _tells_password(facts, module, value) or _is_opaque_secret(facts, module, name, value)


def _is_opaque_secret(facts: Facts, module: Module, name: str, value: ast.expr) -> bool:
    text = facts.values.text(value, module)
    if isinstance(value, ast.Constant) and isinstance(value.value, bytes):
        text = value.value.decode(errors="replace")
    if text is None or has_credentials(text) or is_name_of_entry(name, text):
        return False
    return is_secret_name(name) and len(text) >= SHORTEST and _is_opaque(text)


def _is_address(facts: Facts, module: Module, value: ast.expr) -> bool:
    return isinstance(value, ast.Constant | ast.JoinedStr) and _tells_password(facts, module, value)


def _tells_password(facts: Facts, module: Module, value: ast.expr) -> bool:
    """Whether a password stands in an address, rather than in what it is put together from."""
    return _has_password(facts, module, value) and not _holds_told(facts, module, value)


def _has_password(facts: Facts, module: Module, value: ast.expr) -> bool:
    """Whether it is an address with a password that somebody may well have."""
    if isinstance(value, ast.JoinedStr):
        text = "".join(_part(facts, module, each) for each in value.values)
    else:
        text = facts.values.text(value, module) or ""
    if _OPEN_PART in text.partition("://")[2].partition("@")[0]:
        return False
    return has_credentials(text) and not is_nowhere(text)


def _part(facts: Facts, module: Module, part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    text = facts.values.text(inner, module) if isinstance(inner, ast.Name) else None
    return _OPEN_PART if text is None else text


def _holds_told(facts: Facts, module: Module, value: ast.expr) -> bool:
    """Whether an address is a sum of which one part is told where it stands.

    A name may be given a value that is made from its own: parts are looked at by themselves.
    """
    parts = {each.id for each in walk(value) if isinstance(each, ast.Name)}
    return any(
        _has_password(facts, module, given) or _is_opaque_secret(facts, module, name, given)
        for name in parts
        for given in module.assigned.get(name, ())
        if given is not value and isinstance(given, ast.Constant | ast.BinOp | ast.JoinedStr)
    )


def _is_opaque(text: str) -> bool:
    """Whether a text may be a secret: sentences, paths, addresses and templates are not."""
    return not any(each in text for each in " /{}<>$%\n") or (
        "/" in text and "://" not in text and text.endswith("=")
    )


RULE = Rule(
    id="CONF001",
    name="secrets-typed-as-secrets",
    severity=Severity.P0,
    topic="configuration",
    seed="Configuration rule 1: never hardcode secrets, use SecretStr for sensitive values",
    what="Fields of settings that hold a password, a secret, a key, a token, the address of a"
    " database or, by whatever name, what signs tokens, and are typed"
    " `str`, be it as entries of a class of the project, the same read from the environment past"
    " any settings, be it by a helper or from the file of"
    " INI, TOML or YAML, and constants and parameters that hold the secret itself, as a file"
    " of configuration may that the code loads or that is shipped with the key of tokens, a"
    " manifest of Kubernetes that no template fills in, a private key that is kept with the source,"
    " or the password that migrations connect with. A default that is"
    " wrapped in `SecretStr(...)` stands in the source, too, and so do addresses with a"
    " password, wherever they stand, keys that say which service issued them (`sk_live_`, `AKIA`),"
    " by whatever name, a password or a"
    " key that is given, and a token that is accepted, as a literal. Names of headers,"
    " lifetimes, prefixes and addresses of tokens are left alone, and so are settings of tests, and"
    " values that are encrypted, such as those of SOPS, or only say where a secret is kept.",
    why="A `str` is shown by every log line, traceback and error report that shows the settings;"
    " a literal is known to whoever reads the source, and to all who ever did.",
    bad={
        "app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_secret: str
"""
    },
    good={
        "app/config.py": """from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_secret: SecretStr
    token_expire_minutes: int = 15
"""
    },
    fix="Type the field `SecretStr`, and let its value come from the environment.",
    check=check,
)
