"""The dependencies that a project declares, and the versions that it locks."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.settings.documents import as_list, as_table, as_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts.project.configuration import Configuration

_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*([^;#]*)")
_FRAMEWORK = re.compile(r"(?i)\s*(?:fastapi|fastapi[_-]slim)\s*(?:[^\w.-]|$)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A dependency that is declared.

    Attributes:
        name: normalised: lower case, with hyphens.
        version: what is asked for, as it stands there.
    """

    name: str
    extras: str
    version: str
    place: Place
    is_development: bool


def declared(configuration: Configuration) -> Iterator[Requirement]:
    """Every dependency that is declared anywhere."""
    yield from _of_pyprojects(configuration)
    yield from _of_requirements(configuration)
    yield from _of_pipfiles(configuration)
    yield from _of_setups(configuration)
    yield from _of_conda(configuration)


def locked(configuration: Configuration) -> dict[str, tuple[str, Place]]:
    """Versions that lock files and pinned requirements state."""
    found: dict[str, tuple[str, Place]] = {}
    for path in configuration.paths("uv.lock", "poetry.lock", "pdm.lock", "pylock*.toml"):
        name = ""
        for number, line in enumerate(configuration.texts[path].splitlines(), 1):
            if line.startswith("name = "):
                name = normalised(line[7:].strip(' "'))
            elif line.startswith("version = ") and name:
                found.setdefault(name, (line[10:].strip(' "'), Place(path, number)))
                name = ""
    for path in configuration.paths("Pipfile.lock"):
        for name, version in _of_pipfile_lock(configuration.texts[path]):
            found.setdefault(name, (version, _line_of(configuration, path, name)))
    for each in configuration.requirements:
        pinned = re.fullmatch(r"={2,3}\s*([\w.!+-]+)", each.version.strip())
        if pinned:
            found.setdefault(each.name, (pinned.group(1), each.place))
    return found


def normalised(name: str) -> str:
    """The name of a distribution as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_pyprojects(configuration: Configuration) -> Iterator[Requirement]:
    for path, document in configuration.pyprojects.items():
        project = as_table(document.get("project"))
        for text in as_texts(project.get("dependencies")):
            yield from _parsed(configuration, text, path, development=False)
        for name, extra in as_table(project.get("optional-dependencies")).items():
            for text in as_texts(extra):
                yield from _parsed(
                    configuration, text, path, development="dev" in name or "test" in name
                )
        for name, group in as_table(document.get("dependency-groups")).items():
            texts = as_texts(group)
            aside = not _is_of_application(name, texts)
            for text in texts:
                yield from _parsed(configuration, text, path, development=aside)
        tools = as_table(document.get("tool"))
        for text in as_texts(as_table(tools.get("uv")).get("dev-dependencies")):
            yield from _parsed(configuration, text, path, development=True)
        poetry = as_table(tools.get("poetry"))
        yield from _of_table(configuration, poetry.get("dependencies"), path, development=False)
        yield from _of_table(configuration, poetry.get("dev-dependencies"), path, development=True)
        for name, group in as_table(poetry.get("group")).items():
            table = as_table(group).get("dependencies")
            aside = name != "main" and not _is_of_application(name, as_table(table))
            yield from _of_table(configuration, table, path, development=aside)


def _is_of_application(name: str, requirements: Iterable[str]) -> bool:
    """Whether a group holds what is served: a project may have one for each of its services."""
    if re.search(r"dev|test", name.lower()):
        return False
    return any(_FRAMEWORK.match(each) for each in requirements)


def _of_table(
    configuration: Configuration, table: object, path: str, *, development: bool
) -> Iterator[Requirement]:
    for name, given in as_table(table).items():
        version = given if isinstance(given, str) else as_table(given).get("version", "")
        extras = as_texts(as_table(given).get("extras"))
        place = _line_of(configuration, path, name)
        yield Requirement(normalised(name), ",".join(extras), str(version), place, development)


def _parsed(
    configuration: Configuration, text: str, path: str, *, development: bool
) -> Iterator[Requirement]:
    match = _REQUIREMENT.match(text)
    if match:
        yield _requirement(match, _line_of(configuration, path, match[1]), development=development)


def _requirement(match: re.Match[str], place: Place, *, development: bool) -> Requirement:
    name, extras, version = match.groups()
    return Requirement(
        normalised(name), (extras or "").strip("[]"), version.strip(), place, development
    )


def _line_of(configuration: Configuration, path: str, name: str) -> Place:
    """The line that declares a dependency: its name begins a text or a key there."""
    begins = rf"""(^\s*["']?|["']){re.escape(name)}(?=\s*(["'\[=<>~!;@,(]|$))"""
    expression = re.compile(begins, re.IGNORECASE)
    for number, line in enumerate(configuration.texts[path].splitlines(), 1):
        if expression.search(line):
            return Place(path, number, line.strip()[:120])
    return Place(path)


def _of_requirements(configuration: Configuration) -> Iterator[Requirement]:
    for path in configuration.paths(
        "*requirements*.txt", "*requirements*.in", "requirements/*.txt"
    ):
        development = re.search(r"dev|test|lint|doc", path) is not None
        for number, line in enumerate(configuration.texts[path].splitlines(), 1):
            match = _REQUIREMENT.match(line)
            if match and not line.lstrip().startswith(("-", "#")):
                place = Place(path, number, line.strip()[:120])
                yield _requirement(match, place, development=development)


def _of_pipfile_lock(text: str) -> Iterator[tuple[str, str]]:
    """What pipenv locks for production."""
    try:
        document: object = json.loads(text)
    except (RecursionError, ValueError):
        return
    for name, given in as_table(as_table(document).get("default")).items():
        version = as_table(given).get("version")
        if isinstance(version, str):
            yield normalised(name), version.lstrip("=")


def _of_pipfiles(configuration: Configuration) -> Iterator[Requirement]:
    for path in configuration.paths("Pipfile"):
        try:
            document = tomllib.loads(configuration.texts[path])
        except (RecursionError, tomllib.TOMLDecodeError):
            continue
        yield from _of_table(configuration, document.get("packages"), path, development=False)
        yield from _of_table(configuration, document.get("dev-packages"), path, development=True)


def _of_setups(configuration: Configuration) -> Iterator[Requirement]:
    for path in configuration.paths("setup.cfg"):
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(configuration.texts[path])
        except configparser.Error:
            continue
        for text in parser.get("options", "install_requires", fallback="").splitlines():
            yield from _parsed(configuration, text, path, development=False)


def _of_conda(configuration: Configuration) -> Iterator[Requirement]:
    for path in configuration.paths("environment*.yml", "environment*.yaml"):
        for each in as_list(configuration.yaml(path).get("dependencies")):
            texts = [each] if isinstance(each, str) else as_texts(as_table(each).get("pip"))
            for text in texts:
                # A channel may stand in front of a name.
                given = text.rpartition("::")[2]
                yield from _parsed(configuration, given, path, development=False)
