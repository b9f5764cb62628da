"""What compose files of the repository set in the environment of services that run the project."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.images import is_aside, is_built_here
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.settings.documents import as_list, as_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts.deployment.images import Project

_NOT_SHIPPED = (
    r"dev|devel|develop|development|local|debug|tests?|testing|e2e|ci|lint|override|examples?"
    r"|samples?|template"
)
# Of files, folders and services.
_ASIDE = re.compile(rf"(?i)(^|[._/-])({_NOT_SHIPPED})([._/-]|$)")
_PRODUCTION = re.compile(r"(?i)(^|[._-])(prod|production|deploy|deployment|live)([._-]|$)")
# By which a service says of itself that it is none of production.
_STAGE = re.compile(r"(?i)(^|_)(env|environment|mode|stage)$")
_DEFAULT = re.compile(r"\$\{\w+:?-([^${}]*)\}")
_ESCAPED = "$$"
# Stands for an escaped dollar until the others are filled in.
_DOLLAR = "\0"


def composed(project: Project, paths: list[str]) -> Iterator[tuple[str, str, Place]]:
    """The variables that some compose files set to a literal: name, value and place."""
    images = _images(project)
    for path in _shipped(paths):
        services = as_table(project.configuration.composes[path].get("services"))
        for name, given in services.items():
            service = as_table(given)
            variables = dict(_variables(service))
            if _ASIDE.search(name) or _is_for_development(variables):
                continue
            if _runs(project, path, service, images):
                text = project.configuration.texts[path]
                for variable, value in variables.items():
                    known = _known(value)
                    if known is not None:
                        line = _line(text, name, variable)
                        yield variable, known, Place(path, line, variable)


def is_of_development(path: str) -> bool:
    """Whether a file is for development or tests by its name, or that of its folder."""
    return is_aside(path) or _ASIDE.search(path) is not None


def _shipped(paths: list[str]) -> list[str]:
    """Files that are not for development or tests, as are those beside one for production."""
    found = [path for path in paths if not is_of_development(path)]
    live = [path for path in found if _PRODUCTION.search(PurePosixPath(path).name)]
    folders = {PurePosixPath(path).parent for path in live}
    return [path for path in found if path in live or PurePosixPath(path).parent not in folders]


def _variables(service: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What a service is given, be it as a mapping or as a list of assignments."""
    given = service.get("environment")
    for name, value in as_table(given).items():
        if isinstance(value, bool):
            yield name, str(value).lower()
        elif isinstance(value, str | int | float):
            yield name, str(value)
    for each in as_list(given):
        name, sign, value = str(each).partition("=")
        if sign:
            yield name.strip(), value


def _known(value: str) -> str | None:
    """A value with its defaults filled in; None where the machine decides a part of it."""
    text, before = value.replace(_ESCAPED, _DOLLAR), ""
    while text != before:
        text, before = _DEFAULT.sub(r"\1", text), text
    return None if "$" in text else text.replace(_DOLLAR, "$")


def _line(text: str, service: str, variable: str) -> int:
    """Where a service sets a variable, or what it merges does."""
    start = re.compile(rf"\s+[\"']?{re.escape(service)}[\"']?:")
    sets = re.compile(rf"(?<![\w#]){re.escape(variable)}[\"']?\s*[:=]")
    lines = list(enumerate(text.splitlines(), 1))
    first = next((number for number, line in lines if start.match(line)), 1)
    found = [
        number for number, line in lines if not line.lstrip().startswith("#") and sets.search(line)
    ]
    return next((number for number in found if number > first), min(found, default=first))


def _is_for_development(variables: Mapping[str, str]) -> bool:
    return any(
        _STAGE.search(name) and _ASIDE.fullmatch(value.strip("'\""))
        for name, value in variables.items()
    )


def _runs(
    project: Project, path: str, service: Mapping[str, object], images: frozenset[str]
) -> bool:
    """Whether a service is built of the project, or runs an image that bears its name."""
    if "build" in service:
        return is_built_here(project, path, service)
    return _name_of(service) in images


def _images(project: Project) -> frozenset[str]:
    """Names of images that services are built to, and the name of the project itself."""
    found = {project.sources.root.resolve().name.lower()}
    for path, document in project.configuration.composes.items():
        for given in as_table(document.get("services")).values():
            service = as_table(given)
            if "build" in service and is_built_here(project, path, service):
                found.add(_name_of(service))
    for document in project.configuration.pyprojects.values():
        for table in (document.get("project"), as_table(document.get("tool")).get("poetry")):
            found.add(str(as_table(table).get("name", "")).lower())
    return frozenset(found - {""})


def _name_of(service: Mapping[str, object]) -> str:
    """The last part of the name of an image, without its tag."""
    name = str(service.get("image", "")).rpartition("/")[2]
    return name.partition("@")[0].partition(":")[0].lower()
