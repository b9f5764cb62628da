"""Everything that rules may ask of a project, each gathered once, when it is first asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SCHEMAS, SETTINGS, is_table
from fastscaffold.audit.facts.databases.stores import Stores, gather_stores
from fastscaffold.audit.facts.deployment.commands import Commands
from fastscaffold.audit.facts.deployment.infrastructure import set_aside
from fastscaffold.audit.facts.limits.limits import Limits
from fastscaffold.audit.facts.origins.origins import Origins
from fastscaffold.audit.facts.passwords.passwords import Passwords
from fastscaffold.audit.facts.places import Place, at, at_call, at_definition, at_import
from fastscaffold.audit.facts.project.beside import set_beside
from fastscaffold.audit.facts.project.configuration import Configuration
from fastscaffold.audit.facts.project.records import can_add
from fastscaffold.audit.facts.project.served import find_served
from fastscaffold.audit.facts.project.tutorials import without_tutorials
from fastscaffold.audit.facts.requests.requested import Requested
from fastscaffold.audit.facts.routing.middleware import Middleware, gather_middleware
from fastscaffold.audit.facts.routing.parameters import Parameter
from fastscaffold.audit.facts.routing.routers import Router
from fastscaffold.audit.facts.routing.routes import Route, Served, gather_routes
from fastscaffold.audit.facts.running.callers import Callers
from fastscaffold.audit.facts.secrets.keys import Keys
from fastscaffold.audit.facts.settings.env_files import EnvFiles
from fastscaffold.audit.facts.sql.composed import Sql
from fastscaffold.audit.facts.testing.suites import Suite, gather_suite
from fastscaffold.audit.facts.tokens.tokens import Tokens
from fastscaffold.audit.imports_above import begin_below
from fastscaffold.audit.index import Index
from fastscaffold.audit.modules import Call, Class, Function, Module
from fastscaffold.audit.reading import read_modules
from fastscaffold.audit.roles import Role
from fastscaffold.audit.sources import LeftOut, Sources, collect
from fastscaffold.audit.values import UNKNOWN, Values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "UNKNOWN",
    "Call",
    "Class",
    "Facts",
    "Function",
    "Module",
    "Parameter",
    "Place",
    "Role",
    "Route",
    "Router",
    "at",
    "at_call",
    "at_definition",
    "gather",
]


class Facts:
    """What is known of a project.

    Attributes:
        sources: the files that were found.
        unparsable: Python files without a tree, and why.
        index: modules, names and what they stand for.
        values: what expressions are worth.
    """

    def __init__(self, sources: Sources, aside: Collection[str] = ()) -> None:
        self.sources = sources
        modules, self.unparsable = read_modules(sources.python)
        begin_below(sources.root, modules)
        set_aside(modules)
        find_served(modules)
        self.index = Index(modules)
        set_beside(self.index, sources.texts, aside)
        self.values = Values(self.index)
        self.configuration = Configuration(sources.texts)

    @property
    def modules(self) -> list[Module]:
        """All modules, tests and migrations included."""
        return list(self.index.modules.values())

    @cached_property
    def production(self) -> list[Module]:
        """Modules of what is served."""
        return [module for module in self.modules if module.is_production]

    @cached_property
    def tests(self) -> list[Module]:
        """Modules of tests."""
        return [module for module in self.modules if module.role is Role.TEST]

    @cached_property
    def migrations(self) -> list[Module]:
        """Modules of migrations."""
        return [module for module in self.modules if module.role is Role.MIGRATION]

    @cached_property
    def calls_by_origin(self) -> dict[str, list[Call]]:
        """All calls of the project by what is called; see ``Index.origin``."""
        found: dict[str, list[Call]] = defaultdict(list)
        for module in self.modules:
            for call in module.calls:
                found[self.index.origin(call)].append(call)
        return found

    def calls(self, *names: str, role: Role | None = Role.PRODUCTION) -> Iterator[Call]:
        """Calls of some symbols; ``*.name`` stands for that last part of any symbol.

        Args:
            names: such as ``jwt.decode`` or ``*.include_router``.
            role: of the modules that are looked at; None for all.
        """
        tails = {name[2:] for name in names if name.startswith("*.")}
        found = [self.calls_by_origin.get(name, []) for name in names if name[:2] != "*."]
        if tails:
            found += [calls for last, calls in self._calls_by_tail.items() if last in tails]
        for call in chain.from_iterable(found):
            if role is None or call.module.role is role:
                yield call

    @cached_property
    def _calls_by_tail(self) -> dict[str, list[Call]]:
        found: dict[str, list[Call]] = defaultdict(list)
        for origin, calls in self.calls_by_origin.items():
            found[origin.rpartition(".")[2]] += calls
        return found

    @cached_property
    def callers(self) -> Callers:
        """Who calls what, and what runs when it does."""
        return Callers(self.index, self.production)

    @cached_property
    def origins(self) -> Origins:
        """Where values come from."""
        return Origins(self.index, self.values, self.callers, self.served.routes, self.env_files)

    @cached_property
    def env_files(self) -> EnvFiles:
        """The environment as the repository ships it."""
        return EnvFiles(self.sources, self.configuration, self.index, self.production)

    @cached_property
    def tokens(self) -> Tokens:
        """JSON Web Tokens."""
        return Tokens(self)

    @cached_property
    def keys(self) -> Keys:
        """How good the keys of tokens are."""
        return Keys(self)

    @cached_property
    def middleware(self) -> list[Middleware]:
        """What requests pass through."""
        return gather_middleware(self)

    @cached_property
    def passwords(self) -> Passwords:
        """What happens to passwords."""
        return Passwords(self)

    @cached_property
    def limits(self) -> Limits:
        """How often somebody may ask."""
        return Limits(self)

    @cached_property
    def sql(self) -> Sql:
        """SQL that stands as text."""
        return Sql(self)

    @cached_property
    def requested(self) -> Requested:
        """What requests decide."""
        return Requested(self)

    @cached_property
    def served(self) -> Served:
        """Applications, routers and routes."""
        return gather_routes(self)

    @property
    def routes(self) -> list[Route]:
        """The endpoints that an application serves, or may serve."""
        return [route for route in self.served.routes if route.is_reached]

    @property
    def apps(self) -> list[Router]:
        """The applications."""
        return self.served.apps

    @cached_property
    def settings(self) -> list[Class]:
        """Classes of settings."""
        return [each for each in self._production_classes if self._is_a(each, *SETTINGS)]

    @cached_property
    def schemas(self) -> list[Class]:
        """Models of pydantic that are neither settings nor tables."""
        return [
            each
            for each in self._production_classes
            if self._is_a(each, *SCHEMAS)
            and not self._is_a(each, *SETTINGS)
            and not is_table(self.index, each)
        ]

    @cached_property
    def tables(self) -> list[Class]:
        """Models of the database."""
        return [each for each in self._production_classes if is_table(self.index, each)]

    @cached_property
    def commands(self) -> Commands:
        """What CI, images and scripts run."""
        return Commands(self)

    @cached_property
    def suite(self) -> Suite:
        """The tests."""
        return gather_suite(self)

    @cached_property
    def stores(self) -> Stores:
        """What production source stores things with."""
        return gather_stores(self)

    def imports(self, *libraries: str, role: Role | None = Role.PRODUCTION) -> Iterator[Place]:
        """Where a library, or a part of one such as ``passlib.hash``, is imported."""
        for module in self.modules:
            if role is not None and module.role is not role:
                continue
            targets = [*module.imports.values(), *module.stars]
            for library in libraries:
                if any(each == library or each.startswith(f"{library}.") for each in targets):
                    yield at_import(module, library)

    def text(self, path: str) -> str:
        """The text of a file that was read; empty for any other."""
        module = self.modules_by_path.get(path)
        if module is not None:
            return "\n".join(module.lines)
        return self.sources.texts.get(path, "")

    def can_run(self, command: str | None) -> bool:
        """Whether a command of this tool would add anything to the project."""
        return command is not None and can_add(self.sources.root, command)

    @cached_property
    def modules_by_path(self) -> dict[str, Module]:
        """The module of each Python file."""
        return {module.path: module for module in self.modules}

    @property
    def unreadable(self) -> list[LeftOut]:
        """Python files that could not be read or parsed."""
        return self._left_out(self.sources.unreadable, hostile=False)

    @property
    def skipped(self) -> list[LeftOut]:
        """Files that were left out on purpose: too large, too deep, or elsewhere."""
        return self._left_out(self.sources.skipped, hostile=True)

    def _left_out(self, others: Iterable[LeftOut], *, hostile: bool) -> list[LeftOut]:
        found = [
            LeftOut(path, why.reason)
            for path, why in self.unparsable.items()
            if why.hostile == hostile
        ]
        return sorted([*others, *found], key=lambda each: each.path)

    @cached_property
    def _production_classes(self) -> list[Class]:
        return [each for module in self.production for each in module.classes.values()]

    def _is_a(self, defined: Class, *names: str) -> bool:
        return self.index.is_a(defined.symbol, *names)


def gather(root: Path, planned: Mapping[str, bytes] | None = None) -> Facts:
    """Read a project.

    Args:
        root: its directory.
        planned: files that are to be written there, instead of what they hold now.

    Raises:
        OSError: the directory cannot be listed.
    """
    return without_tutorials(Facts(collect(root, planned)))
