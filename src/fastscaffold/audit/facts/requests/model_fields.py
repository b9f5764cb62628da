"""How models of pydantic are configured, and what their fields are called and given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.nodes import text_entries
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Class


def configuration(own: Sequence[Class]) -> dict[str, ast.expr]:
    """The configuration of a model; what is said nearest wins."""
    found: dict[str, ast.expr] = {}
    for each in own:
        for keyword in each.node.keywords:
            if keyword.arg is not None:
                found.setdefault(keyword.arg, keyword.value)
        nested = each.module.classes.get(f"{each.qualname}.Config")
        if nested is not None:
            for name, values in nested.assigned.items():
                found.setdefault(name, values[-1])
        for value in each.assigned.get("model_config", ()):
            for name, given in entries(value):
                found.setdefault(name, given)
    return found


def alias(
    facts: Facts, given: Field, calls: Sequence[ast.Call], config: Mapping[str, ast.expr]
) -> str | None:
    """What clients call a field; None where that is not known."""
    for keyword in ("validation_alias", "alias"):
        for call in calls:
            for each in call.keywords:
                if each.arg == keyword:
                    return facts.values.text(each.value, given.owner)
    generator = config.get("alias_generator")
    if generator is None:
        return given.name
    if unparsed(generator).rpartition(".")[2] == "to_camel":
        first, *rest = given.name.split("_")
        return first + "".join(part.title() for part in rest)
    return None


def entries(node: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """The entries of ``{...}`` or ``ConfigDict(...)``."""
    match node:
        case ast.Call():
            for keyword in node.keywords:
                if keyword.arg is not None:
                    yield keyword.arg, keyword.value
        case ast.Dict():
            yield from text_entries(node)
        case _:
            pass


def is_required(value: ast.expr | None, calls: Sequence[ast.Call]) -> bool:
    """Whether a field has no default of any kind."""
    if value is not None and not isinstance(value, ast.Call):
        return isinstance(value, ast.Constant) and value.value is ...
    if any(each.arg in {"default", "default_factory"} for call in calls for each in call.keywords):
        return False
    if isinstance(value, ast.Call) and value.args:
        first = value.args[0]
        return isinstance(first, ast.Constant) and first.value is ...
    return True
