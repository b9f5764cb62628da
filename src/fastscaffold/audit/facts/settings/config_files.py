"""Files of TOML, YAML, JSON and INI that the code loads as its configuration: what they say."""

from __future__ import annotations

import ast
import configparser
import json
import re
import tomllib
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.secrets.references import is_reference
from fastscaffold.audit.facts.settings.documents import as_table, as_texts
from fastscaffold.audit.facts.settings.env_files import Variable
from fastscaffold.audit.modules import Function, module_of
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.project.configuration import Configuration
    from fastscaffold.audit.modules import Module, Scope

# Those of files of INI.
PARSERS = frozenset({"ConfigParser", "RawConfigParser", "SafeConfigParser"})
# What gives the content of such a file, by the library and the last part of its name.
_LIBRARIES = frozenset(
    (
        *("box", "configparser", "dotenv", "dynaconf", "hydra", "json", "omegaconf", "orjson"),
        *("pyconfs", "pytomlpp", "rtoml", "ruamel", "ruyaml", "toml", "tomli", "tomlkit"),
        *("tomllib", "yaml"),
    )
)
_LOADERS = frozenset(
    (
        *("Box", "Dynaconf", "LazySettings", "compose", "dotenv_values", *PARSERS),
        *("from_file", "from_yaml", "full_load", "load", "loads", "parse", "safe_load"),
        "unsafe_load",
    )
)
_SUFFIXES = (".toml", ".yaml", ".yml", ".json", ".ini", ".cfg")
# Tables of an environment, the one that holds where nothing is said first.
_ENVIRONMENTS = ("default", "global", "base", "production", "prod", "development", "dev")
_NOT_SHIPPED = re.compile(r"(?i)(^|[._-])(test|testing|ci|dev|local|example|sample|template)")
_FILES = frozenset({"json_file", "toml_file", "yaml_file"})
_DEFAULTS_OF_DYNACONF = frozenset({"settings.toml", ".secrets.toml", "settings.yaml"})


def loads_a_file(name: str) -> bool:
    """Whether what is called gives the content of a file of configuration."""
    library = name.partition(".")[0]
    return library in _LIBRARIES and name.rpartition(".")[2] in _LOADERS


def overrides(name: str) -> bool:
    """Whether it lets the environment say otherwise."""
    return name.startswith("dynaconf.")


def named_files(call: ast.Call, scope: Scope) -> frozenset[str]:
    """The names of the files that a call is told to load, itself or by ``with open(...)``."""
    own = _names_of_files(call)
    if own:
        return own
    given = {each.id for each in walk(call, ast.Name)}
    holder = scope.node if isinstance(scope, Function) else module_of(scope).tree
    blocks: list[ast.With | ast.AsyncWith] = inside(holder, ast.With, ast.AsyncWith)
    opened = (
        item
        for each in blocks
        if each.lineno <= call.lineno <= (each.end_lineno or each.lineno)
        for item in each.items
    )
    return frozenset(
        name
        for item in opened
        if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id in given
        for name in _names_of_files(item.context_expr)
    )


def _names_of_files(node: ast.AST) -> frozenset[str]:
    return frozenset(
        PurePosixPath(each.value).name
        for each in walk(node, ast.Constant)
        if isinstance(each.value, str) and each.value.endswith(_SUFFIXES)
    )


class ConfigFiles:
    """The files of the repository that production source names."""

    def __init__(self, configuration: Configuration, modules: list[Module]) -> None:
        self.configuration = configuration
        self.modules = modules

    def value(self, keys: Sequence[str], names: frozenset[str] = frozenset()) -> Variable | None:
        """What the files say of a key, told with those of the tables that it is in.

        Those of some names, where any of these says something of it.
        """
        wanted = tuple(each.lower() for each in keys)
        for environment in ((), *((each,) for each in _ENVIRONMENTS)):
            every = self._leaves.get((*environment, *wanted), [])
            named = [each for each in every if PurePosixPath(each[0]).name in names]
            for path, written, value in (named or every)[:1]:
                return Variable(value, self._place(path, written))
        return None

    def texts(self, wanted: Callable[[str, tuple[str, ...], str], bool]) -> Iterator[Variable]:
        """What the files say of keys, where path, key and value are what is wanted."""
        for every in self._leaves.values():
            for path, written, value in every:
                if wanted(path, written, value):
                    yield Variable(value, self._place(path, written))

    def _place(self, path: str, written: tuple[str, ...]) -> Place:
        """Where a key is set; of the many that a file may have, few are asked for."""
        return Place(path, _line_of(_lines(self.configuration.texts[path]), written), written[-1])

    def of_field(self, field: Field) -> Variable | None:
        """What a field of settings is set to, where these say that they read a file."""
        given = [
            each.arg
            for config in field.owner.assigned.get("model_config", ())
            for each in (config.keywords if isinstance(config, ast.Call) else ())
        ]
        found = self.value([field.name]) if _FILES.intersection(given) else None
        return None if found is None or is_reference(found.value) else found

    @cached_property
    def _leaves(self) -> dict[tuple[str, ...], list[tuple[str, tuple[str, ...], str]]]:
        """The files of each key, the key as it is written there, and its value."""
        found: dict[tuple[str, ...], list[tuple[str, tuple[str, ...], str]]] = {}
        for path in self._paths:
            for keys, value in _flat(self._document(path)):
                listed = as_texts(value)
                value = ",".join(listed) if listed else value  # noqa: PLW2901
                if isinstance(value, bool):
                    value = str(value).lower()  # noqa: PLW2901
                if isinstance(value, str | int | float):
                    known = tuple(each.lower() for each in keys)
                    found.setdefault(known, []).append((path, keys, str(value)))
        return found

    @cached_property
    def _paths(self) -> list[str]:
        """Files that are named in the code, those for development and tests last."""
        named = self._named
        found = [
            path
            for path in self.configuration.texts
            if path.endswith(_SUFFIXES) and PurePosixPath(path).name in named
        ]
        return sorted(found, key=lambda each: bool(_NOT_SHIPPED.search(PurePosixPath(each).name)))

    @cached_property
    def _named(self) -> frozenset[str]:
        found: set[str] = set()
        for module in self.modules:
            if any(each.startswith("dynaconf") for each in module.imports.values()):
                found |= _DEFAULTS_OF_DYNACONF
            found |= _names_of_files(module.tree)
        return frozenset(found)

    def _document(self, path: str) -> dict[str, object]:
        text = self.configuration.texts[path]
        try:
            if path.endswith(".toml"):
                return tomllib.loads(text)
            if path.endswith(".json"):
                return as_table(json.loads(text))
            if path.endswith((".ini", ".cfg")):
                parser = configparser.ConfigParser(interpolation=None)
                parser.read_string(text)
                return {name: dict(parser[name]) for name in parser.sections()}
        except (RecursionError, ValueError, configparser.Error):
            return {}
        return self.configuration.yaml(path)


def _flat(table: dict[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """The leaves of a table in their order; a stack, since depth is the project's choice."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), table)]
    while waiting:
        keys, value = waiting.pop()
        inner = as_table(value)
        if inner:
            waiting += reversed([((*keys, *key.split("__")), inner[key]) for key in inner])
        elif keys:
            yield keys, value


@lru_cache(maxsize=8)
def _lines(text: str) -> list[str]:
    return text.splitlines()


def _line_of(lines: list[str], keys: tuple[str, ...]) -> int:
    """The line that sets a key, below those of the tables that it is in."""
    at = 0
    for key in keys:
        name = rf"""[\["'{{]*[\w.]*\b{re.escape(key)}["'\]]*"""
        expression = re.compile(rf"(?i)^\s*{name}\s*(?:[=:]|$)")
        at = next((n for n in range(at, len(lines)) if expression.search(lines[n])), at)
    return at + 1
