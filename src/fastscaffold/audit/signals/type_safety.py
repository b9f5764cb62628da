"""Type safety: pydantic 2, models for what routes answer, and models for what they take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place, at_definition
from fastscaffold.audit.facts.answers import Answer, answers, untyped_bodies
from fastscaffold.audit.verdicts import met, not_applicable, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

ENOUGH = 0.9
HARDLY_ANY = 0.2
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
_OLDER = frozenset({"BaseSettings", "root_validator"})


def judge(facts: Facts) -> Judgement:
    """Pydantic 2, nine of ten routes that declare what they answer, and no body without a model."""
    told = answers(facts)
    counted = {route: each for route, each in told.items() if each is not Answer.EXEMPT}
    bodies = untyped_bodies(facts)
    if not counted and not bodies:
        return not_applicable()
    version = pydantic_version(facts)
    declared = [route for route, each in counted.items() if each is Answer.DECLARED]
    share = len(declared) / len(counted) if counted else 1.0
    lacking = [
        at_definition(route.function, "declares no response")
        for route, each in counted.items()
        if each is Answer.UNDECLARED
    ]
    wrong = [*some(lacking, 3), *some((each.place for each in bodies), 2)]
    right = some((at_definition(route.function, "declares its response") for route in declared), 2)
    known = (version[1],) if version is not None else ()
    if share < HARDLY_ANY:
        return not_met(*known, *wrong)
    if share < ENOUGH or bodies:
        return partial(*known, *right, *wrong)
    if version is None:
        return unknown(*right)
    return met(*known, *right) if version[0] > 1 else partial(*known, *right)


def pydantic_version(facts: Facts) -> tuple[int, Place] | None:
    """The major version of pydantic, by dependencies or by the names that only one has."""
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
    return _imported(facts) or (None if required is None else (2, required.place))


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
    for module in facts.production:
        for target in module.imports.values():
            package, _, name = target.partition(".")
            if package == "pydantic_settings":
                return 2, Place(module.path, 1, "imports pydantic_settings")
            if package == "pydantic" and name in _NEWER:
                return 2, Place(module.path, 1, f"imports {name} of pydantic 2")
            if package == "pydantic" and name in _OLDER:
                return 1, Place(module.path, 1, f"imports {name} of pydantic 1")
    return None
