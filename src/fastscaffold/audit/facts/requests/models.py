"""Which models routes take and answer with, those in them included."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.chosen_fields import Choice, chosen
from fastscaffold.audit.facts.classes import Field, all_fields
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, called_name
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Scope

_HIDDEN = frozenset({"__config__", "model_config"})
# How a model says that it is made of the attributes of rows.
_OF_ROWS = frozenset({"from_attributes", "orm_mode"})
_RELATIONS = frozenset({"Relationship", "sqlmodel.Relationship"})


@dataclass(slots=True, eq=False)
class Use:
    """What a model is used for.

    Attributes:
        direct: routes whose annotation names it, alone or in a list or a page.
        routes: all routes, those too that reach it through a field of another model.
        choices: what is sent of it, for each way that a route's response leads to it.
    """

    model: Class
    direct: list[Route] = field(default_factory=list["Route"])
    routes: list[Route] = field(default_factory=list["Route"])
    choices: set[Choice] = field(default_factory=set[Choice])


@lru_cache(maxsize=2)
def answered(facts: Facts) -> dict[str, Use]:
    """Models of responses, by symbol: those that are declared, else those that are made."""
    found: dict[str, Use] = {}
    for route in facts.routes:
        if route.is_websocket:
            continue
        model = route.call.argument("response_model")
        scope: Scope = route.call.function or route.call.module
        if model is None or isinstance(model, ast.Constant):
            model, scope = route.function.node.returns, route.module
        choice = chosen(facts, route)
        _take(facts, found, route, model, scope, choice=choice)
        if model is None:
            for value in returned(route.function):
                if isinstance(value, ast.Call):
                    _take(facts, found, route, value.func, route.function, choice=choice)
    return found


@lru_cache(maxsize=2)
def taken(facts: Facts) -> dict[str, Use]:
    """Models of request bodies, by symbol."""
    found: dict[str, Use] = {}
    for route in facts.routes:
        for parameter in route.parameters:
            if parameter.kind in {"body", "form"}:
                _take(facts, found, route, parameter.annotation, route.module)
    return found


def _take(
    facts: Facts,
    found: dict[str, Use],
    route: Route,
    annotation: ast.expr | None,
    scope: Scope,
    *,
    choice: Choice | None = None,
) -> None:
    """Note the models of an annotation; of an answer they are not in the fields it leaves out."""
    direct = list(named_models(facts, annotation, scope))
    seen: set[tuple[str, Choice | None]] = set()
    noted: set[str] = set()
    waiting = _with_choices(direct, choice)
    while waiting:
        model, sent = waiting.pop(0)
        if (model.symbol, sent) in seen:
            continue
        use = found.setdefault(model.symbol, Use(model))
        if model.symbol not in noted:
            noted.add(model.symbol)
            use.routes.append(route)
            if model in direct:
                use.direct.append(route)
        seen.add((model.symbol, sent))
        use.choices.add(sent or Choice())
        for name, each in fields_of(facts, model).items():
            if sent is None or (sent.sends(name) and not is_excluded(facts, each)):
                inner = list(named_models(facts, each.annotation, each.owner))
                waiting += _with_choices(inner, sent.within(name) if sent else None)


def _with_choices(models: list[Class], choice: Choice | None) -> list[tuple[Class, Choice | None]]:
    """What is sent of each model of an annotation; one may stand in a field of the other."""
    if choice is not None and len(models) > 1:
        choice = choice.anywhere()
    return [(each, choice) for each in models]


def named_models(
    facts: Facts, annotation: ast.AST | None, scope: Scope, steps: int = 8
) -> Iterator[Class]:
    """The models that an annotation names: itself, or those in a list, a page or a union."""
    if steps == 0:
        return
    for member, holder in facts.index.typed(annotation, scope):
        plain = member.value if isinstance(member, ast.Subscript) else member
        definition = facts.index.definition(facts.index.symbol(plain, holder))
        if isinstance(definition, Class) and is_model(facts, definition):
            yield definition
        if isinstance(member, ast.Subscript):
            inner = member.slice
            for each in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                yield from named_models(facts, each, holder, steps - 1)


def is_model(facts: Facts, defined: Class) -> bool:
    """Whether pydantic reads and writes a class."""
    return facts.index.is_a(
        defined.symbol, "*.BaseModel", "*.SQLModel", "*.RootModel", "*.GenericModel", "*.Document"
    )


@lru_cache(maxsize=4096)
def fields_of(facts: Facts, model: Class) -> dict[str, Field]:
    """The fields of a model and its bases that pydantic knows of."""
    return {
        name: each
        for name, each in all_fields(facts.index, model).items()
        if not name.startswith("_")
        and name not in _HIDDEN
        and each.annotation is not None
        # What a table of SQLModel is related to is loaded, and not sent.
        and not (isinstance(each.value, ast.Call) and called_name(each.value) in _RELATIONS)
    }


def settings_of_field(facts: Facts, each: Field) -> dict[str, ast.expr]:
    """The keyword arguments of ``Field(...)``, where the value or ``Annotated`` gives one."""
    found: dict[str, ast.expr] = {}
    candidates = [(each.value, each.owner), *facts.index.metadata(each.annotation, each.owner)]
    for candidate, _ in candidates:
        if isinstance(candidate, ast.Call):
            for keyword in candidate.keywords:
                if keyword.arg is not None:
                    found.setdefault(keyword.arg, keyword.value)
    return found


def is_excluded(facts: Facts, each: Field) -> bool:
    """Whether a field is left out of what is sent."""
    return facts.values.fold(settings_of_field(facts, each).get("exclude"), each.owner) is True


def says_attributes(facts: Facts, model: Class) -> bool:
    """Whether a class itself says that it reads attributes, or has what it says kept elsewhere."""
    for node in walk(model.node):
        match node:
            case ast.keyword(arg=str() as name, value=ast.Constant(value=True)):
                if name in _OF_ROWS:
                    return True
            case ast.Dict():
                if any(facts.values.text(key, model) in _OF_ROWS for key in node.keys):
                    return True
            case ast.Assign(targets=[ast.Name(id=name)]) if name in _OF_ROWS:
                return True
            case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Name()):
                return True
            case _:
                pass
    return False
