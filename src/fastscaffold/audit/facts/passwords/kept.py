"""Passwords of accounts that SQL, a document or a store of keys is given."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import arguments_of, constant_texts, text_entries
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Class, Scope

_COLUMN = re.compile(
    r"(?i)\b\w*(pass_?w(or)?d|passphrase|pwd|contrase[nñ]a|mot_?de_?passe|senha)\w*"
)
# What stands for who logs in here: mailboxes and connections have passwords, too.
_ACCOUNTS = r"(account|admin|customer|employee|member|people|person|player|student|teacher|user)"
_OF_ACCOUNTS = re.compile(rf"(?i){_ACCOUNTS}")
_WRITES = re.compile(
    rf"(?is)\b(insert\s+(or\s+\w+\s+)?into|replace\s+into|update)\s+[\w.\"`\[]*?{_ACCOUNTS}"
)
_COMPARES = re.compile(
    rf"(?is)\bfrom\s+[\w.\"`\[]*?{_ACCOUNTS}.*\bwhere\b.*"
    r"\b(passw(or)?d|passphrase|pwd|user_?passw(or)?d)\W*=\s*[%$:?'\"{]"
)
_STRONG = re.compile(r"(?i)gen_salt\s*\(\s*'bf'")
_WEAK = re.compile(r"(?i)\b(crypt|encrypt|md5|sha1?|sha2|sha256|hashbytes|password)\s*\(")
# What keeps documents and entries, and what it is given them as.
_KEEPS = frozenset(
    {"append", "create", "hmset", "hset", "insert", "insert_one", "replace_one", "set", "upsert"}
)
_STEPS = 3
_SERVERS = frozenset(
    {"db_host", "dsn", "host", "hostname", "imap_host", "ip", "ip_address", "port", "server"}
    | {"smtp_host", "smtp_server"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A password that is stored as it came."""

    place: Place
    column: str
    symbol: str
    is_written: bool = False


def kept_plain(facts: Facts, is_plain: Callable[[ast.expr, Scope], bool]) -> Iterator[Stored]:
    """Where an account is given its password as it came; ``is_plain`` tells whether it did."""
    for module in facts.production:
        for call in module.calls:
            symbol = call.function.symbol if call.function else module.name
            for node, column in (*_in_statement(facts, call), *_in_document(facts, call)):
                if is_plain(node, call.scope):
                    yield Stored(at(module, node), column, symbol)
        for function in module.functions.values():
            for node, column in _in_memory(function):
                if is_plain(node, function):
                    yield Stored(at(module, node), column, function.symbol)


def strong_statements(facts: Facts) -> Iterator[Place]:
    """Where SQL has PostgreSQL hash with bcrypt: in its text, or by functions of SQLAlchemy."""
    yield from _statements(facts, _STRONG, "bcrypt of the database")
    for call in facts.calls("sqlalchemy.func.gen_salt", "sqlalchemy.sql.func.gen_salt"):
        if call.node.args and facts.values.text(call.node.args[0], call.scope) == "bf":
            yield at_call(call, "bcrypt of the database")


def weak_statements(facts: Facts) -> Iterator[Place]:
    """Where SQL has the database hash a password of an account with anything else."""
    for module in facts.production:
        for call in module.calls:
            text = _statement(facts, call)
            if text is not None and _WEAK.search(text) and not _STRONG.search(text):
                yield at_call(call, "a hash of the database")


def _statements(facts: Facts, pattern: re.Pattern[str], note: str) -> Iterator[Place]:
    for module in facts.production:
        for node in walk(module.tree, ast.Constant):
            if isinstance(node.value, str) and pattern.search(node.value):
                yield at(module, node, note)


def _statement(facts: Facts, call: Call) -> str | None:
    """A statement that a call is given, which is about the password of an account."""
    for given in call.node.args[:2]:
        node = given.args[0] if isinstance(given, ast.Call) and given.args else given
        text = facts.values.fold(node, call.scope)
        if isinstance(node, ast.JoinedStr):
            text = "?".join(constant_texts(node))
        if isinstance(text, str) and (_WRITES.search(text) or _COMPARES.search(text)):
            return text if _COLUMN.search(text) else None
    return None


def _in_statement(facts: Facts, call: Call) -> Iterator[tuple[ast.expr, str]]:
    text = _statement(facts, call)
    if text is None or _WEAK.search(text):
        return
    column = _COLUMN.search(text)
    formed = [part.value for each in call.node.args[:1] for part in walk(each, ast.FormattedValue)]
    for given in [*formed, *arguments_of(call.node)[1:]]:
        whole = dumped(facts.index, given, call.scope)
        if whole is not None and column is not None:
            # The field of the same name of all that a client sent.
            part = ast.Attribute(whole, column[0], ast.Load())
            yield ast.copy_location(part, given), column[0]
        for node in _parts(given, call.scope):
            yield node, column[0] if column else ""


def _in_document(facts: Facts, call: Call) -> Iterator[tuple[ast.expr, str]]:
    """The entries of a document that is named after passwords."""
    called = call.node.func
    if not isinstance(called, ast.Attribute) or called.attr not in {*_KEEPS, "values"}:
        return
    texts = [text for each in call.node.args for text in constant_texts(each)]
    if not _OF_ACCOUNTS.search(" ".join([unparsed(called.value), *texts])):
        return
    if facts.callers.target(call) is not None:
        return
    if called.attr == "values":
        for keyword in call.node.keywords:
            if keyword.arg is not None and _COLUMN.fullmatch(keyword.arg):
                yield keyword.value, keyword.arg
    # Providers of identities have users that are created, too, but with no `data`.
    is_created = called.attr == "create"
    words = [each.value for each in call.node.keywords if each.arg == "data"]
    for given in words if is_created else arguments_of(call.node):
        for document in _documents(given, call.scope):
            yield from _entries(document)


def _in_memory(function: Function) -> Iterator[tuple[ast.expr, str]]:
    """What a mapping of the module is given: ``accounts[name] = {"password": …}``."""
    for node in own_nodes(function, ast.Assign):
        match node.targets:
            case [ast.Subscript(value=ast.Name(id=held))] if held in function.module.assigned:
                documents = _documents(node.value, function)
                yield from (each for document in documents for each in _entries(document))
                yield node.value, held
            case _:
                pass


def _entries(document: ast.Dict) -> Iterator[tuple[ast.expr, str]]:
    return ((value, name) for name, value in text_entries(document) if _COLUMN.fullmatch(name))


def _documents(node: ast.expr, scope: Scope) -> list[ast.Dict]:
    match node:
        case ast.Dict():
            return [node]
        case ast.Name(id=name):
            held = [each for each in scope.assigned.get(name, []) if isinstance(each, ast.Dict)]
            return [] if _is_changed(name, scope) else held
        case _:
            return []


def _is_changed(name: str, scope: Scope) -> bool:
    """Whether a document is given another password before it is kept."""
    nodes = own_nodes(scope, ast.Assign) if isinstance(scope, Function) else ()
    for node in nodes:
        match node.targets:
            case [ast.Subscript(value=ast.Name(id=held), slice=ast.Constant(value=str() as key))]:
                if held == name and _COLUMN.fullmatch(key):
                    return True
            case _:
                pass
    return False


def _parts(node: ast.expr, scope: Scope, steps: int = _STEPS) -> Iterator[ast.expr]:
    """What a statement is filled in with, one value at a time."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for each in parts:
                yield from _parts(each, scope, steps)
        case ast.Name(id=name) if steps and scope.assigned.get(name):
            for each in scope.assigned[name]:
                if isinstance(each, ast.Tuple | ast.List | ast.Dict):
                    yield from _parts(each, scope, steps - 1)
            yield node
        case _:
            yield node


def is_converted(name: str, function: Function) -> bool:
    """Whether a function gives one of its parameters what something makes of it, such as a hash."""
    return any(
        isinstance(each, ast.Call | ast.Await)
        and not _is_asked(each, name)
        and any(isinstance(part, ast.Name) and part.id == name for part in walk(each))
        for each in function.assigned.get(name, [])
    )


def _is_asked(node: ast.expr, name: str) -> bool:
    """Whether it is a method of the name itself, such as ``password.strip()``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=held))):
            return held == name
        case _:
            return False


def is_of_another_service(facts: Facts, table: Class) -> bool:
    """Whether rows say where something else is, and how to log in to that."""
    fields = {each.lower() for each in all_fields(facts.index, table)}
    return bool(_SERVERS & fields) and not _OF_ACCOUNTS.search(table.name)
