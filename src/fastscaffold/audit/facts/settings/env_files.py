"""Files that set variables of the environment: which there are, which are loaded, what they say."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.tracked import tracked
from fastscaffold.audit.facts.secrets.references import is_reference
from fastscaffold.audit.facts.settings.composed import composed
from fastscaffold.audit.facts.settings.documents import as_list, as_table
from fastscaffold.audit.nodes import arguments_of, constant_texts
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.project.configuration import Configuration
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Class, Module, Scope
    from fastscaffold.audit.sources import Sources

_FILE = re.compile(r"(?i)^(\.env(\..+)?|.+\.env|env\.(example|sample|template|dist))$")
_EXAMPLE = re.compile(r"(?i)example|sample|template|dist|defaults?|schema|tmpl")
_TEST = re.compile(r"(?i)(^|[._-])(test|testing|ci)([._-]|$)")
_LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$")
# What ends a value: its quote, where nothing but a comment stands behind it, or the comment.
_ENDS = {each: re.compile(rf"{each}\s*(?:$|\s#)") for each in "\"'"}
_COMMENT = re.compile(r"\s#")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?")
_RENDERED = re.compile(r"{{\s*cookiecutter\.(\w+)\s*}}")
_ALIASES = frozenset({"alias", "env", "validation_alias"})
_ENV_FILES = frozenset({"env_file", "_env_file"})
_LOADERS = frozenset({"load_dotenv", "dotenv_values", "read_env", "read_envfile", "find_dotenv"})
_READERS = frozenset({"AutoConfig", "Config"})


@dataclass(frozen=True, slots=True)
class Variable:
    """What a file sets a variable to, and where."""

    value: str
    place: Place

    @property
    def typed(self) -> str | int | float:
        """Its value, a number where it reads as one."""
        if _NUMBER.fullmatch(self.value) is None:
            return self.value
        return float(self.value) if "." in self.value else int(self.value)


def is_environment(path: str) -> bool:
    """Whether a file is loaded as it is: no example, and not for tests."""
    name = PurePosixPath(path).name
    if _FILE.match(name) is None or path.startswith("../"):
        return False
    return _EXAMPLE.search(name) is None and _TEST.search(name) is None


def entries(text: str) -> Iterator[tuple[int, str, str]]:
    """The lines of such a file that set something: number, name and value."""
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if match is not None:
            yield number, match[1], _unquoted(match[2])


def _unquoted(text: str) -> str:
    """A value without quotes, and without a comment, whose sign may stand first."""
    quoted = _ENDS[text[0]].search(text, 1) if text[:1] in _ENDS else None
    if quoted is not None:
        return text[1 : quoted.start()]
    comment = _COMMENT.search(text)
    return (text if comment is None else text[: comment.start()]).rstrip()


def kept(sources: Sources, configuration: Configuration) -> list[str]:
    """The files of an environment that are in the repository."""
    return _in_repository(
        sources, configuration, [path for path in configuration.texts if is_environment(path)]
    )


def _in_repository(sources: Sources, configuration: Configuration, paths: list[str]) -> list[str]:
    """Those of some files that are in the repository, above the audited part, too."""
    found: list[str] = []
    indices: dict[int, frozenset[str] | None] = {}
    for path in paths:
        levels = path.count("../")
        if levels not in indices:
            root = sources.root.resolve()
            indices[levels] = tracked(root.parents[levels - 1] if levels else root)
        index = indices[levels]
        if (
            path[3 * levels :] in index
            if index is not None
            else not is_ignored(configuration, path)
        ):
            found.append(path)
    return found


def is_ignored(configuration: Configuration, path: str) -> bool:
    """Whether a ``.gitignore`` keeps a file out, where no index tells what is in."""
    name = PurePosixPath(path).name
    for file, text in configuration.texts.items():
        folder = file.removesuffix(".gitignore")
        if not file.endswith(".gitignore") or not path.startswith(folder):
            continue
        below = path.removeprefix(folder)
        for line in text.splitlines():
            pattern = line.strip().removeprefix("/").removeprefix("**/")
            if pattern and (fnmatch(name, pattern) or fnmatch(below, pattern)):
                return True
    return False


class EnvFiles:
    """The environment as the repository ships it."""

    def __init__(
        self, sources: Sources, configuration: Configuration, index: Index, modules: list[Module]
    ) -> None:
        self.sources = sources
        self.configuration = configuration
        self.index = index
        self.modules = modules

    @cached_property
    def loaded(self) -> dict[str, Variable]:
        """Variables that files in the repository set, and settings or containers load."""
        paths = [path for path in kept(self.sources, self.configuration) if self._is_loaded(path)]
        return {**self._of_services, **self._variables(paths)}

    @cached_property
    def shown(self) -> dict[str, Variable]:
        """Those, and where they say nothing what examples say."""
        texts = self.configuration.texts
        examples = [
            path
            for path in texts
            if _FILE.match(PurePosixPath(path).name) and _EXAMPLE.search(PurePosixPath(path).name)
        ]
        return {**self._variables(examples), **self.loaded}

    def variable(self, name: str) -> Variable | None:
        """What a variable is as shipped; numbers of examples are meant to be kept."""
        found = self.loaded.get(name.upper())
        if found is None:
            found = self.shown.get(name.upper())
            if found is not None and isinstance(found.typed, str):
                return None
        return found if found is not None and found.value else None

    def of_field(self, field: Field) -> Variable | None:
        """What a field of settings is set to."""
        given = field.value.keywords if isinstance(field.value, ast.Call) else []
        names = [
            each.value.value
            for each in given
            if each.arg in _ALIASES and isinstance(each.value, ast.Constant)
        ]
        for name in names or [f"{self._prefix(field.owner)}{field.name}"]:
            found = self.variable(str(name))
            if found is not None:
                return found
        return None

    def _prefix(self, owner: Class) -> str:
        inner = owner.module.classes.get(f"{owner.qualname}.Config")
        values = [*(inner.assigned.get("env_prefix", ()) if inner is not None else ())]
        for each in owner.assigned.get("model_config", ()):
            if isinstance(each, ast.Call):
                values += [other.value for other in each.keywords if other.arg == "env_prefix"]
        texts = [each.value for each in values if isinstance(each, ast.Constant)]
        return str(texts[0]) if texts else ""

    def _variables(self, paths: list[str]) -> dict[str, Variable]:
        found: dict[str, Variable] = {}
        for path in paths:
            for number, name, value in entries(self.configuration.texts[path]):
                rendered = self._rendered(value)
                if rendered is not None:
                    found.setdefault(name.upper(), Variable(rendered, Place(path, number, name)))
        return found

    def _rendered(self, value: str) -> str | None:
        """A value as cookiecutter writes it by default; None where that is not known."""
        match = _RENDERED.fullmatch(value)
        if match is not None:
            default = self._defaults.get(match[1])
            return default if isinstance(default, str) and "{" not in default else None
        is_open = "{{" in value or "${" in value or is_reference(value)
        return None if is_open else value

    @cached_property
    def _defaults(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for path in self.configuration.paths("cookiecutter.json"):
            found |= self.configuration.yaml(path)
        return found

    def _is_loaded(self, path: str) -> bool:
        return PurePosixPath(path).name in self._named_in_code or path in self._of_containers

    @cached_property
    def _named_in_code(self) -> frozenset[str]:
        """The names of files that settings are told of, and of the one that libraries look for."""
        found: set[str] = set()
        for module in self.modules:
            holders: list[Scope] = [module, *module.classes.values(), *module.functions.values()]
            for holder in holders:
                for value in holder.assigned.get("env_file", ()):
                    found.update(self._texts(value, module))
            for call in module.calls:
                last = self.index.origin(call).rpartition(".")[2]
                for keyword in call.node.keywords:
                    if keyword.arg in _ENV_FILES:
                        found.update(self._texts(keyword.value, module))
                if last in _LOADERS or self.index.origin(call) == "decouple.config":
                    found.add(".env")
                if last in _LOADERS | _READERS:
                    for value in arguments_of(call.node):
                        found.update(self._texts(value, module))
        return frozenset(PurePosixPath(each).name for each in found if each.strip("/."))

    def _texts(self, node: ast.expr, module: Module) -> Iterator[str]:
        """The texts in an expression, and in the constants that it names."""
        for each in walk(node):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value
            elif isinstance(each, ast.Name):
                for value, _ in self.index.values_of(self.index.symbol(each, module)):
                    yield from constant_texts(value)

    @cached_property
    def _of_services(self) -> dict[str, Variable]:
        """What compose files set themselves for services that run the project."""
        composes = [*self.configuration.composes]
        found: dict[str, Variable] = {}
        for name, value, place in composed(
            self, _in_repository(self.sources, self.configuration, composes)
        ):
            rendered = self._rendered(value)
            if rendered is not None:
                found.setdefault(name.upper(), Variable(rendered, place))
        return found

    @cached_property
    def _of_containers(self) -> frozenset[str]:
        """The paths of files that services of compose are given."""
        found: set[str] = set()
        for path, document in self.configuration.composes.items():
            folder = PurePosixPath(path).parent
            for service in as_table(document.get("services")).values():
                given = as_table(service).get("env_file")
                for each in as_list(given) or [given]:
                    name = as_table(each).get("path", each)
                    if isinstance(name, str):
                        found.add((folder / name.removeprefix("./")).as_posix())
        return frozenset(found)
