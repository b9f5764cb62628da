"""Passwords: what hashes them, where they are stored, and where they are stored as they came."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.user_libraries import library_hashes
from fastscaffold.audit.facts.answers.rows import asked_table
from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.passwords.compared import compared_plain
from fastscaffold.audit.facts.passwords.contexts import contexts, makes_strong, new_scheme
from fastscaffold.audit.facts.passwords.disguised import disguised, is_written, last_name, unwrapped
from fastscaffold.audit.facts.passwords.hashers import (
    DIGESTS,
    PASSLIB,
    SLOW_SCHEMES,
    STRONG,
)
from fastscaffold.audit.facts.passwords.hashing_columns import (
    first_scheme,
    hashed_in_place,
    hashes_itself,
    is_hashed_by,
    is_password_type,
)
from fastscaffold.audit.facts.passwords.kept import (
    Stored,
    is_converted,
    is_of_another_service,
    kept_plain,
    strong_statements,
)
from fastscaffold.audit.facts.passwords.names import PASSWORD
from fastscaffold.audit.facts.passwords.slow_hashes import slow_hashes
from fastscaffold.audit.facts.passwords.weak_hashes import FAST, weak_hashes
from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.modules import Class, Function, enclosing_class
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Module, Scope

_HASHED = re.compile(r"hash|crypt|digest|encod|secret_key", re.IGNORECASE)
_NO_COLUMN = re.compile(
    r"reset|changed?_|_changed?|updated|expir|token|_at$|attempt|policy|must|needs?_|hint|is_|has_"
    r"|requires?_|force_"
)
# What runs a function that it is given, in a thread.
_HANDS_ON = ("*.to_thread", "*.run_in_threadpool", "*.run_in_executor", "*.run_sync")


class Passwords:
    """What is known of them; production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def strong(self) -> list[Place]:
        """Where bcrypt or argon2 is used."""
        found = [at_call(call, "bcrypt or argon2") for call in self.facts.calls(*STRONG)]
        for call in self.facts.calls(*_HANDS_ON):
            scope = call.function or call.module
            given = [node for each in call.node.args for node in walk(each)]
            if any(self.facts.index.symbol(each, scope) in STRONG for each in given):
                found.append(at_call(call, "bcrypt or argon2"))
        for origin, calls in self.facts.calls_by_origin.items():
            if PASSLIB.match(origin):
                found += [at_call(each) for each in calls if each.module.is_production]
        for call in contexts(self.facts):
            if makes_strong(self.facts, call):
                found.append(at_call(call, "passlib with bcrypt or argon2"))
        for call in self.facts.calls("*.PasswordType"):
            if is_password_type(self.facts, call):
                found.append(at_call(call, "a column that hashes with bcrypt or argon2"))
        return [*found, *library_hashes(self.facts), *strong_statements(self.facts)]

    @cached_property
    def weak(self) -> list[Place]:
        """Where a password is hashed by something that is fast, or old."""
        found = [
            at_call(call, "schemes without bcrypt and argon2 in front")
            for call in contexts(self.facts)
            if makes_strong(self.facts, call) is False
        ]
        return list(dict.fromkeys([*found, *weak_hashes(self.facts)]))

    @cached_property
    def slow(self) -> list[Place]:
        """Those of the weak that cost as much as bcrypt does, if they are none of the two."""
        slow_contexts = (
            call
            for call in contexts(self.facts)
            if (new_scheme(self.facts, call) or "").startswith(SLOW_SCHEMES)
        )
        columns = (
            call
            for call in self.facts.calls("*.PasswordType")
            if (first_scheme(self.facts, call) or "").startswith(SLOW_SCHEMES)
        )
        places = {at_call(each) for each in (*slow_hashes(self.facts), *slow_contexts, *columns)}
        return [each for each in self.weak if Place(each.path, each.line) in places]

    @cached_property
    def stored_weak(self) -> list[Place]:
        """Where a column for hashes is given one that is not made for passwords."""
        digests = {f"hashlib.{name}" for name in DIGESTS}
        columns = {name for name in self.columns if _HASHED.search(name)}
        found: list[Place] = []
        for module in self.facts.production:
            for function in module.functions.values():
                given = [*function.assigned.items()]
                given += [
                    (keyword.arg or "", [keyword.value])
                    for call in function.calls
                    for keyword in call.node.keywords
                ]
                found += [
                    at(module, node, FAST)
                    for name, values in given
                    if name.rpartition(".")[2] in columns
                    for value in values
                    for node in walk(value)
                    if isinstance(node, ast.Call)
                    and self.facts.index.called(node.func, function) in digests
                ]
        return found

    @cached_property
    def untold(self) -> list[Place]:
        """Where a password is hashed by what only the deployment names."""
        return [
            at_call(call, "schemes from settings")
            for call in contexts(self.facts)
            if makes_strong(self.facts, call) is None
        ]

    @cached_property
    def columns(self) -> dict[str, Place]:
        """The columns of tables that hold passwords, or their hashes."""
        return {
            field.name: Place(field.module.path, field.line, field.name)
            for field in self._password_fields
            if not hashes_itself(self.facts, field)
        }

    @cached_property
    def _password_fields(self) -> list[Field]:
        """The fields of tables that are called as passwords are."""
        definitions = [
            self.facts.index.definition(ancestor)
            for table in self.facts.tables
            if not is_of_another_service(self.facts, table)
            for ancestor in self.facts.index.ancestors(table.symbol)
        ]
        return [
            field
            for definition in definitions
            if isinstance(definition, Class)
            for field in own_fields(definition)
            if PASSWORD.search(field.name.lower()) and not _NO_COLUMN.search(field.name.lower())
        ]

    @cached_property
    def taken(self) -> list[Place]:
        """Where a client sends a password."""
        found = [
            Place(field.module.path, field.line, field.name)
            for schema in self.facts.schemas
            for field in own_fields(schema)
            if PASSWORD.search(field.name) and not _NO_COLUMN.search(field.name.lower())
        ]
        for route in self.facts.routes:
            for parameter in route.parameters:
                symbol = self.facts.index.annotated(parameter.annotation, route.module) or ""
                if symbol.endswith(("OAuth2PasswordRequestForm", "HTTPBasicCredentials")):
                    found.append(at(route.module, route.function.node, "a form with a password"))
                elif parameter.kind in {"form", "body"} and PASSWORD.search(parameter.name):
                    found.append(at(route.module, route.function.node, parameter.name))
        return found

    @cached_property
    def stored_plain(self) -> list[Stored]:
        """Where a password column is given what a client sent."""
        found: list[Stored] = []
        for module in self.facts.production if self.columns else ():
            for call in module.calls:
                table = self._table(call.node, call.function, module)
                if table is None:
                    continue
                for keyword in call.node.keywords:
                    name = keyword.arg or ""
                    if name in self.columns and (
                        self._is_plain(keyword.value, call.scope)
                        or (is_written(keyword.value) and self._keeps(table, name))
                    ):
                        place, by = at(module, keyword.value), call.function
                        symbol = by.symbol if by else module.name
                        found.append(Stored(place, name, symbol, is_written(keyword.value)))
            for function in module.functions.values():
                found += self._assigned(function)
        told = {(each.place.path, each.place.line) for each in found}
        hashing = {field.name for field in self._password_fields} - set(self.columns)
        for each in kept_plain(self.facts, self._is_plain):
            if each.column not in hashing and (each.place.path, each.place.line) not in told:
                found.append(each)
        if not found and not self.strong:
            # Rows that others make hold what their passwords are compared with.
            return list(compared_plain(self.facts, self.columns, self._is_plain))
        return found

    def _table(self, node: ast.Call, function: Function | None, module: Module) -> str | None:
        scope: Scope = function or module
        symbol = self.facts.index.symbol(node.func, scope)
        if isinstance(node.func, ast.Name) and node.func.id == "cls":
            owner = enclosing_class(function)
            symbol = owner.symbol if owner is not None else None
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        # Of a repository that is told the class of its rows, the column tells enough.
        is_hash = any(_HASHED.search(each.arg or "") for each in node.keywords)
        is_own = self.facts.index.function_of(node.func, scope) is not None
        if method == "values" or (method == "create" and is_hash and not is_own):
            return "values"
        return symbol if symbol in self._tables else None

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(table.symbol for table in self.facts.tables)

    def _assigned(self, function: Function) -> Iterator[Stored]:
        for target, values in function.assigned.items():
            owner, _, name = target.rpartition(".")
            if not owner or name not in self.columns or owner == "self":
                continue
            kind = self.facts.index.kind(ast.parse(owner, mode="eval").body, function)
            made = function.assigned.get(owner, ())
            asked = {asked_table(self.facts, each, function) for each in made}
            if not self._tables & {kind, *asked}:
                continue
            for value in values:
                if self._is_plain(value, function):
                    yield Stored(at(function.module, value), name, function.symbol)
        for node in walk(function.node):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    # `password` alone is what other services are sent, too.
                    if (
                        isinstance(key, ast.Constant)
                        and key.value in self.columns
                        and _HASHED.search(str(key.value))
                        and self._is_plain(value, function)
                    ):
                        yield Stored(at(function.module, value), str(key.value), function.symbol)

    def _is_plain(self, node: ast.expr, scope: Scope) -> bool:
        inner = disguised(self.facts, node, scope)
        node = unwrapped(self.facts, node if inner is None else inner, scope)
        name = last_name(node)
        if name is None or _HASHED.search(name) or not PASSWORD.search(name):
            return False
        if name in hashed_in_place(self.facts, PASSWORD):
            return False
        if isinstance(scope, Function) and is_converted(name, scope):
            return False
        return any(self._came(each) for each in self.facts.origins.of(node, scope))

    def _keeps(self, table: str, name: str) -> bool:
        """Whether a table keeps what it is given, whose column is named for no hash."""
        is_hashed = _HASHED.search(name) or name in hashed_in_place(self.facts, PASSWORD)
        return table in self._tables and not (is_hashed or is_hashed_by(self.facts, table, name))

    def _came(self, origin: Origin) -> bool:
        if origin.kind != "parameter" or origin.parameter is None:
            return False
        names = [each.text for each in origin.trail]
        if any(_HASHED.search(each) for each in names):
            return False
        function, name = origin.parameter
        if is_converted(name, function):
            return False
        kind = self.facts.index.kind(ast.Name(name, ast.Load()), function)
        return not any(is_hashed_by(self.facts, kind, each) for each in names)
