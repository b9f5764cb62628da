"""Secrets that the code reads into plain texts itself, past any settings."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields, own_fields
from fastscaffold.audit.facts.project.loaded import is_left_out
from fastscaffold.audit.facts.project.programs import programs
from fastscaffold.audit.facts.project.services import service_of
from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.address_texts import may_hold_password
from fastscaffold.audit.facts.secrets.names import (
    ADDRESSES,
    holds_name,
    is_kept_secret_name,
    leads_elsewhere,
    lets_in,
)
from fastscaffold.audit.facts.secrets.secrets import secret_settings
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.classes import read_classes, settings_classes
from fastscaffold.audit.facts.settings.environment_reads import environment_reads
from fastscaffold.audit.facts.settings.fallbacks import fallback, is_test
from fastscaffold.audit.facts.texts.interpolation import summed
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.values import SECRET_TYPES, UNKNOWN
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.settings.environment_reads import Read
    from fastscaffold.audit.modules import Module, Scope

# What only looks whether something is there, or makes a number or a choice of it.
_LOOKS = frozenset({"any", "all", "bool", "float", "int", "len"})
# What is filled in, by either way of doing so.
_FILLED_IN = re.compile(r"%\(\w*\)s|%[rs]|\{[^{}]*\}")
# What hides the password of an address wherever it is shown.
_HIDING = SECRET_TYPES | {"DatabaseURL", "make_url"}
# As modules are called that others take their configuration from.
CONFIGURATION = frozenset({"conf", "config", "configs", "configuration", "env", "settings"})
_TESTS = (ast.Assert, ast.Expr, ast.If, ast.While)


@dataclass(frozen=True, slots=True, eq=False)
class RawSecret:
    """A secret that is read into a plain text.

    Attributes:
        name: what it is called where it is kept, else the variable.
        is_address: whether it is the address of a database, which may hold a password.
        default: what it is worth as shipped; ``UNKNOWN`` where it has no default.
    """

    name: str
    module: Module
    scope: Scope
    node: ast.expr
    is_address: bool
    default: object

    @property
    def is_required(self) -> bool:
        """Whether it has no default that can be told."""
        return self.default is UNKNOWN

    @property
    def ships_a_secret(self) -> bool:
        """Whether its default can be used to get in."""
        return lets_in(self.name, self.default, is_address=self.is_address)


@lru_cache(maxsize=2)
def raw_secrets(facts: Facts) -> list[RawSecret]:
    """Each secret that is read, once a service; fields of settings are left to those."""
    left_out = _of_settings(facts)
    found: list[RawSecret] = []
    told = {(each.field.module, each.field.name.lower()) for each in secret_settings(facts)}
    for module, all_reads in environment_reads(facts).items():
        reads = [each for each in all_reads if id(each.node) not in left_out]
        if not reads:
            continue
        parents = {id(child): node for node in walk(module.tree) for child in children(node)}
        secrets = filter(None, (_secret(facts, module, read, parents) for read in reads))
        # Whoever runs a program hands it a secret for as long as it runs.
        is_program = module in programs(facts)
        found += [each for each in secrets if each.ships_a_secret or not is_program]
    # A constant is what the others may well take it from.
    found.sort(key=lambda each: _rank(facts, each))
    seen: dict[str, set[int | None]] = defaultdict(set)
    first: list[RawSecret] = []
    for secret in found:
        name = secret.name.lower()
        if (secret.module, name) in told and not secret.ships_a_secret:
            continue
        # A file is what the application falls back on, wherever else it asks for the address.
        is_file = secret.is_address and bool(secret.default) and not secret.is_required
        is_file &= not may_hold_password(secret.default)
        service = service_of(facts, secret.module)
        # What no application loads may be part of any.
        is_told = any(service is None or each in {service, None} for each in seen[name])
        if not is_told or secret.ships_a_secret or is_file:
            seen[name].add(service)
            first.append(secret)
    return first


def _rank(facts: Facts, secret: RawSecret) -> tuple[bool, bool, bool]:
    """How likely others take a secret from where it is read: most likely first."""
    is_configuration = bool(CONFIGURATION & set(words(secret.module.name.rpartition(".")[2])))
    is_aside = is_left_out(facts, secret.module)
    return is_aside, isinstance(secret.scope, Function), not is_configuration


def _of_settings(facts: Facts) -> set[int]:
    """What stands in fields that are judged as fields, by their types."""
    secret = {(each.owner, each.field.name) for each in secret_settings(facts)}
    return {
        id(node)
        for settings in (*settings_classes(facts), *read_classes(facts))
        for field in own_fields(settings)
        if field.value is not None
        and (field.annotation is not None or (settings, field.name) in secret)
        for node in walk(field.value)
    }


def _secret(
    facts: Facts, module: Module, read: Read, parents: dict[int, ast.AST]
) -> RawSecret | None:
    kept = _kept(facts, read, parents)
    if kept is None:
        return None
    if leads_elsewhere(kept):
        return None  # such as the name that a manager of secrets knows one by
    told = _told_text(facts, read)
    # A variable that holds the place of a secret may well be kept under a shorter name.
    given = [told] if told and (leads_elsewhere(told) or _is_other(told, kept)) else [told, kept]
    names = [each for each in given if each]
    secret = next((each for each in names if is_kept_secret_name(each)), None)
    address = next((each for each in names if is_address_name(each)), None)
    name = secret or address
    if name is None:
        return None
    default = fallback(facts, read, parents)
    if holds_name(name, default):
        return None
    return RawSecret(name, module, read.scope, read.node, secret is None, default)


def _is_other(told: str, kept: str) -> bool:
    """Whether what is only called a connection leads to what its variable names: ``SHOP_URL``."""
    parts = words(told)
    names_something = len(parts) > 1 and parts[-1] in ADDRESSES
    return names_something and words(kept)[:-1] in (["conn"], ["connection"])


def _told_text(facts: Facts, read: Read) -> str | None:
    """The name of a variable, of whose parts the last is enough, or the first."""
    name = read.name
    if isinstance(name, ast.Name) and isinstance(read.scope, Function):
        given = read.scope.assigned.get(name.id, [])
        name = given[0] if len(given) == 1 else name
    text = facts.values.text(name, read.scope)
    if text is not None or name is None:
        return text
    parts = _parts(name)
    for part in (parts[-1], parts[0]):
        if isinstance(part, ast.Constant) and str(part.value).strip("_-"):
            return str(part.value).strip("_-")
    return None


def _parts(node: ast.expr) -> list[ast.expr]:
    """What a text is put together from."""
    match node:
        case ast.JoinedStr(values=values):
            return values
        case ast.BinOp(op=ast.Add()):
            return [each for side in summed(node) for each in _parts(side)]
        case ast.BinOp(left=ast.Constant(value=str() as text), op=ast.Mod()):
            return _around(text)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as text), attr="format")):
            return _around(text)
        case _:
            return [node]


def _around(text: str) -> list[ast.expr]:
    """What stands around that which is filled in: ``"CLIENT_SECRET_%s" % name``."""
    return [ast.Constant(each) for each in _FILLED_IN.split(text)]


def _kept(facts: Facts, read: Read, parents: dict[int, ast.AST]) -> str | None:
    """What a text is kept as, empty where it has no name; None where it is wrapped or looked at."""
    if _casts(read.node):
        return None
    node: ast.AST = read.node
    while (parent := parents.get(id(node))) is not None:
        match parent:
            case ast.Assign(targets=[ast.Name(id=name)] | [ast.Attribute(attr=name)]):
                return name
            case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name)):
                return None if _is_wrapper(parent.annotation) else name
            case ast.NamedExpr(target=ast.Name(id=name)):
                return name
            case ast.keyword(arg=str() as name):
                call = parents.get(id(parent))
                is_kept = isinstance(call, ast.Call) and not _wraps(facts, read, call, name)
                return name if is_kept else None
            case ast.Dict():
                return _key(parent, node)
            case ast.Call() if _name(parent.func) in _HIDING | _LOOKS:
                return None
            case ast.UnaryOp(op=ast.Not()):
                return None
            case ast.Compare() if is_test(parent, node):
                return None
            case ast.IfExp() if parent.test is node:
                return None
            case ast.stmt():
                return None if isinstance(parent, _TESTS) else ""
            case _:
                node = parent
    return ""


def _key(mapping: ast.Dict, value: ast.AST) -> str:
    for key, each in zip(mapping.keys, mapping.values, strict=True):
        if each is value and isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
    return ""


def _wraps(facts: Facts, read: Read, call: ast.Call, name: str) -> bool:
    """Whether a class that is made keeps it as a secret."""
    if _name(call.func) in _HIDING | _LOOKS:
        return True
    made = facts.index.definition(facts.index.symbol(call.func, read.scope))
    field = all_fields(facts.index, made).get(name) if isinstance(made, Class) else None
    return field is not None and field.annotation is not None and _is_wrapper(field.annotation)


def _casts(node: ast.expr) -> bool:
    """Whether the reader is told to make a secret of it."""
    given = arguments_of(node) if isinstance(node, ast.Call) else []
    return any(_name(each) in _HIDING | _LOOKS for each in given)


def _is_wrapper(annotation: ast.expr) -> bool:
    return any(_name(each) in SECRET_TYPES for each in walk(annotation))


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
