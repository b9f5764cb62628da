"""Which major version of pydantic a project runs with."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.dockerfiles import DOCKERFILES
from fastscaffold.audit.facts.places import Place, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

_SECOND = ("pydantic-settings", "pydantic-extra-types")
_NEWER = frozenset(
    {
        "AfterValidator",
        "BeforeValidator",
        "ConfigDict",
        "TypeAdapter",
        "computed_field",
        "field_serializer",
        "field_validator",
        "model_validator",
    }
)
_BOUND = re.compile(r"(>=|<=|==|~=|\^|~|<|>|=)?\s*v?(\d+)(?:\.[\d.*]+)?")
# Names, and modules, that are gone since.
_OLDER = re.compile(
    r"(BaseSettings|root_validator|(env_settings|generics|fields\.(SHAPE_\w+|ModelField|Undefined)"
    r"|main\.ModelMetaclass|utils\.GetterDict|datetime_parse|validators|typing|schema\.\w+"
    r"|errors\.Pydantic(Type|Value)Error)(\..+)?|Constrained\w+|PyObject)"
)
# The first FastAPI that runs with pydantic 2, by its minor version.
_FIRST_FASTAPI = 100
# The highest minor version that a requirement of FastAPI admits, or the first that it refuses.
_HIGHEST = re.compile(r"(^|\^|~=(?=\s*v?\d+\.\d+\.\d)|~(?!=)|<=?|(?<![<>~!=])={1,3})\s*v?0\.(\d+)")
_OLD_PYTHON = re.compile(r"python(?:_version\s*=\s*[\"']|:)?3\.[56](?![\d])")
_IMAGES = (*DOCKERFILES, "Pipfile")


def pydantic_version(facts: Facts) -> tuple[int, Place] | None:
    """The major version, by dependencies or by what only one version has or runs on."""
    configuration = facts.configuration
    required = configuration.requirement("pydantic")
    if required is not None:
        major = _major(required.version)
        if major is not None:
            return major, required.place
    locked = configuration.locked.get("pydantic")
    if locked is not None:
        return (2 if not locked[0].startswith(("0.", "1.")) else 1), locked[1]
    newer = configuration.requirement(*_SECOND)
    if newer is not None:
        return 2, newer.place
    old = _imported(facts) or next(_first_only(facts), None)
    return old or (None if required is None else (2, required.place))


def _major(version: str) -> int | None:
    """What a requirement says; None where it leaves both open."""
    bounds = [(operator, int(number)) for operator, number in _BOUND.findall(version)]
    for operator, number in bounds:
        if operator in {">=", "==", "~=", "^", "~", ">", "=", ""} and number >= 2:  # noqa: PLR2004
            return 2
    for operator, number in bounds:
        if operator in {"==", "~=", "^", "~", "=", ""} and number < 2:  # noqa: PLR2004
            return 1
        if operator in {"<", "<="} and number <= 2:  # noqa: PLR2004
            return 1
    return None


def _imported(facts: Facts) -> tuple[int, Place] | None:
    old: tuple[int, Place] | None = None
    for module in facts.production:
        for target in module.imports.values():
            package, _, name = target.partition(".")
            if package == "pydantic_settings":
                return 2, Place(module.path, 1, "imports pydantic_settings")
            if package != "pydantic":
                continue
            if name in _NEWER:
                return 2, Place(module.path, 1, f"imports {name} of pydantic 2")
            if old is None and _OLDER.fullmatch(name):
                old = 1, Place(module.path, 1, f"imports {name} of pydantic 1")
    return old


def _first_only(facts: Facts) -> Iterator[tuple[int, Place]]:
    """What only runs with version 1: an older FastAPI or Python, and models that say so."""
    locked = facts.configuration.locked.get("fastapi")
    if locked is not None:
        minor = re.match(r"0\.(\d+)", locked[0])
        if minor is not None and int(minor[1]) < _FIRST_FASTAPI:
            yield 1, locked[1]
    for required in facts.configuration.requirements:
        if required.name == "fastapi" and _is_capped(required.version):
            yield 1, required.place
    for place in facts.configuration.search(_OLD_PYTHON, *_IMAGES):
        yield 1, place
    for module in facts.production:
        for place in _read_rows(module):
            yield 1, place


def _is_capped(version: str) -> bool:
    """Whether a requirement of FastAPI admits none that runs with pydantic 2."""
    return any(
        int(minor) < _FIRST_FASTAPI + (operator == "<")
        for operator, minor in _HIGHEST.findall(version)
    )


def _read_rows(module: Module) -> Iterator[Place]:
    """``orm_mode = True``, which version 2 leaves without effect."""
    for defined in module.classes.values():
        for value in defined.assigned.get("orm_mode", ()):
            if isinstance(value, ast.Constant) and value.value is True:
                yield at(module, value, "orm_mode of pydantic 1")
