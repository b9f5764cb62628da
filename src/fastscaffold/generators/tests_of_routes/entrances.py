"""How the client of tests is let in where routes ask who it is, and how others are not."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import guards
from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.generators.import_names import import_name
from fastscaffold.generators.tests_of_routes.view import Fixture, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.facts.access.guards import Guard
    from fastscaffold.generators.tests_of_routes.clients import Client

_LOGIN = ".features.auth.dependencies.get_current_login"
_WRONG_LOGIN = {"Authorization": "Bearer wrong"}
_TURNED_AWAY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class Entrances:
    """Gives the client that a route lets in.

    Attributes:
        fixtures: that the tests ask for.
        imports: lines that they need.
    """

    def __init__(
        self, facts: Facts, client: Client, package: str, free: Callable[[str, str], str]
    ) -> None:
        self._facts = facts
        self._client = client
        self._package = package
        self._free = free
        self._known: dict[Entrance, Entrance] = {}
        self.fixtures: dict[str, Fixture] = {}
        self.imports: set[str] = set()

    def let_in(self, route: Route) -> str:
        """The name of the fixture of a client that a route lets in."""
        found = guards(self._facts, route)
        if not found:
            return self._client.name
        made = entrance(found, self._client, self._facts, self._package)
        way = self._known.get(made)
        if way is None:
            way = self._known[made] = self._named_apart(made)
        for fixture in (*way.others, way.fixture):
            self.fixtures.setdefault(fixture.name, fixture)
        self.imports |= set(way.imports)
        return way.fixture.name

    def _named_apart(self, made: Entrance) -> Entrance:
        """The same, under a name that no other way in has."""
        names = {each.fixture.name for each in self._known.values()}
        name = self._free(made.fixture.name, f"{made.fixture.name}_in")
        if name in names:
            name = f"{name}_{len(names) + 1}"
        return replace(made, fixture=replace(made.fixture, name=name))

    def refusal(self, route: Route) -> Refusal | None:
        """How a route turns others away; None where everybody may come in."""
        found = guards(self._facts, route)
        if not found:
            return None
        # The one that is asked first answers.
        guard = found[0]
        if is_login(guard) and self._package:
            return Refusal(guard.status, _WRONG_LOGIN, int(HTTPStatus.UNAUTHORIZED))
        if guard.header is None:
            return Refusal(guard.status)
        statuses = refusals(self._facts, guard.functions)
        wrong = [int(each) for each in _TURNED_AWAY if each in statuses]
        header = {guard.header: "wrong"}
        return Refusal(guard.status, header, wrong[0] if len(wrong) == 1 else None)

    def has_roles(self, route: Route) -> bool:
        """Whether a route of a generated project names a role of its users."""
        if not self._package:
            return False
        return any(
            function.name == "require_role"
            for dependency in route.dependencies
            for function in dependency.functions
        )


@dataclass(frozen=True, slots=True)
class Entrance:
    """How a client is let in by some guards.

    Attributes:
        fixture: gives the client that is let in.
        others: fixtures that it needs.
        imports: lines.
    """

    fixture: Fixture
    others: tuple[Fixture, ...] = ()
    imports: tuple[str, ...] = ()


def entrance(asked: Sequence[Guard], client: Client, facts: Facts, package: str) -> Entrance:
    """The fixture of a client that all of some guards let in."""
    if package and all(is_login(each) for each in asked):
        return _logged_in(client, package)
    names = [_overridable(each) for each in asked]
    # The fixture `app` of generated projects takes back what a test has put in a place.
    if package and all(names):
        return _overridden(asked, [each for each in names if each], client, facts)
    return _with_credentials(asked, client)


def is_login(guard: Guard) -> bool:
    """Whether it asks for a user of a generated project."""
    return any(function.symbol.endswith(_LOGIN) for function in guard.functions)


def _logged_in(client: Client, package: str) -> Entrance:
    fixture = Fixture(
        "user",
        (f"{client.name}: {client.kind}", "session: AsyncSession"),
        client.kind,
        "A client of an administrator who is logged in.",
        (f"return await logged_in({client.name}, session, ADMIN)",),
        is_async=True,
    )
    imports = (
        "from sqlalchemy.ext.asyncio import AsyncSession",
        f"from {package}.features.users.models import ADMIN",
        "from tests.logins import logged_in",
    )
    return Entrance(fixture, (), imports)


def _overridable(guard: Guard) -> str | None:
    """The name of a guard that nothing is lost of when it is left out."""
    if guard.is_used or not guard.dependency.functions:
        return None
    function = guard.dependency.functions[0]
    if function.parent is not None or function.owner is not None:
        return None
    return function.name if isinstance(guard.dependency.target, ast.Name | ast.Attribute) else None


def _overridden(
    asked: Sequence[Guard], names: Sequence[str], client: Client, facts: Facts
) -> Entrance:
    unique = sorted(set(names))
    fixture = Fixture(
        "allowed",
        ("app: FastAPI", f"{client.name}: {client.kind}"),
        client.kind,
        f"A client that {' and '.join(f'`{each}`' for each in unique)} would let in.",
        (
            *(f"app.dependency_overrides[{each}] = lambda: None" for each in unique),
            f"return {client.name}",
        ),
    )
    modules = {each.dependency.functions[0] for each in asked}
    imports = (
        "from fastapi import FastAPI",
        *(f"from {import_name(each.module, facts)} import {each.name}" for each in modules),
    )
    return Entrance(fixture, (), imports)


def _with_credentials(asked: Sequence[Guard], client: Client) -> Entrance:
    names = " and ".join(
        sorted({f"`{each.dependency.symbol.rpartition('.')[2]}`" for each in asked})
    )
    credentials = to_fill(
        "credentials",
        "dict[str, str]",
        "Headers that are let in.",
        f"the headers that {names} {'let' if ' and ' in names else 'lets'} in",
    )
    fixture = Fixture(
        "allowed",
        (f"{client.name}: {client.kind}", "credentials: dict[str, str]"),
        client.kind,
        "A client that is let in.",
        (f"{client.name}.headers.update(credentials)", f"return {client.name}"),
    )
    return Entrance(fixture, (credentials,))


def to_fill(name: str, returns: str, says: str, what: str) -> Fixture:
    """A fixture whose value only a person knows; tests that need it are skipped, and say so."""
    text = f"Fill in `{name}`: {what}."
    return Fixture(name, (), returns, says, (f"pytest.skip({text!r})",))
