"""Passwords that are changed before they are hashed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.classes import all_fields, decorated_by
from fastscaffold.audit.facts.origins.followed import entries
from fastscaffold.audit.facts.requests.constraints import bounds, constraints, is_password
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class, called_name, dotted
from fastscaffold.audit.rules.base import Hit, Rule, hit
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.facts.classes import Field

_STRIPS = ("str_strip_whitespace", "anystr_strip_whitespace")
_CASES = ("str_to_lower", "str_to_upper", "anystr_lower", "anystr_upper")
_FIELD = ("strip_whitespace", "to_lower", "to_upper")
_CHANGES = frozenset(
    {"capitalize", "casefold", "lower", "lstrip", "replace", "rstrip", "strip", "title", "upper"}
)


def check(facts: Facts) -> Iterator[Hit]:
    """Models, validators and code that change a password."""
    seen: set[tuple[str, int]] = set()
    for schema in facts.schemas:
        for field in all_fields(facts.index, schema).values():
            place = (field.module.path, field.line)
            if is_password(field.name) and place not in seen and _is_changed(facts, schema, field):
                seen.add(place)
                message = f"Spaces or letters of `{field.name}` are changed by the model."
                yield Hit(Place(*place), message, f"{field.owner.symbol}.{field.name}")
        yield from _validators(schema)
    for module in facts.production:
        for function in module.functions.values():
            yield from _changed_in(function)


def _is_changed(facts: Facts, schema: Class, field: Field) -> bool:
    calls = constraints(facts, field.annotation, field.value, field.owner)
    own = bounds(facts, calls, *_FIELD)
    if any(value is True for value in own.values()):
        return True
    if own.get("strip_whitespace") is False:
        return _configured(facts, schema, _CASES)
    names = {
        (facts.index.symbol(each, field.owner) or "").rpartition(".")[2]
        for each in facts.index.members(field.annotation, field.owner)
    }
    return not names <= {"bytes", "SecretBytes"} and _configured(facts, schema, (*_STRIPS, *_CASES))


def _configured(facts: Facts, schema: Class, names: tuple[str, ...]) -> bool:
    """Whether the nearest class that says so switches one of some options on."""
    for name in names:
        for symbol in facts.index.ancestors(schema.symbol):
            value = _option(facts, symbol, name)
            if value is not None:
                if value:
                    return True
                break
    return False


def _option(facts: Facts, symbol: str, name: str) -> bool | None:
    defined = facts.index.definition(symbol)
    if not isinstance(defined, Class):
        return None
    for keyword in defined.node.keywords:
        if keyword.arg == name:
            return facts.values.fold(keyword.value, defined) is True
    for value in defined.assigned.get("model_config", ()):
        given = {
            keyword.arg: (keyword.value, defined)
            for keyword in (value.keywords if isinstance(value, ast.Call) else [])
        }
        found = given or entries(facts, value, defined) or {}
        if name in found:
            return facts.values.fold(*found[name]) is True
    inner = defined.module.classes.get(f"{defined.qualname}.Config")
    if inner is not None and name in inner.assigned:
        return facts.values.fold(inner.assigned[name][-1], inner) is True
    return None


def _validators(schema: Class) -> Iterator[Hit]:
    for function in decorated_by(schema, "field_validator", "validator"):
        names = [
            each.value
            for decorator in function.node.decorator_list
            for each in walk(decorator)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if not any(is_password(name) for name in names):
            continue
        for node in inside(function.node):
            value = node.value if isinstance(node, ast.Return | ast.Assign) else None
            if isinstance(value, ast.Call) and _receiver(value) is not None:
                message = "The validator changes the password."
                yield hit(schema.module, value, message, function.symbol)


def _receiver(node: ast.Call) -> str | None:
    """The name of what is changed."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in _CHANGES:
        return None
    return dotted(function.value)


def _changed_in(function: Function) -> Iterator[Hit]:
    """Where a password is changed and kept, or changed on its way to be hashed or compared."""
    for node in inside(function.node, ast.Assign, ast.Call):
        match node:
            case ast.Assign(targets=[target], value=ast.Call() as value):
                is_kept = is_password((dotted(target) or "").rpartition(".")[2])
                values = [value] if is_kept else []
            case ast.Call():
                name = called_name(node).lower()
                is_used = any(
                    word in name for word in ("hash", "verify", "checkpw", "authenticate")
                )
                values = (
                    [each for each in node.args if isinstance(each, ast.Call)] if is_used else []
                )
            case _:
                continue
        for each in values:
            if is_password((_receiver(each) or "").rpartition(".")[2]):
                yield hit(function.module, each, "The password is changed.", function.symbol)


RULE = Rule(
    id="SEC023",
    name="password-transformed",
    severity=Severity.P1,
    topic="security",
    seed="ASVS 6.2.8: passwords are verified exactly as received",
    what="A password in a model that strips spaces or changes case, by its configuration, by the"
    " field's own constraints or by a validator; and `strip()`, `lower()` and the like of a"
    " password that is kept, hashed or compared. Conditions, such as on an empty one, are left"
    " alone.",
    why="Several passwords open one account, and one that was set elsewhere as it was typed does"
    " not open it any more.",
    bad={
        "app/schemas.py": """from pydantic import BaseModel, ConfigDict


class UserCreate(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    email: str
    password: str
"""
    },
    good={
        "app/schemas.py": """from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class UserCreate(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    email: str
    password: Annotated[str, StringConstraints(strip_whitespace=False)]
"""
    },
    fix="Take passwords as they are: strip the other fields one by one.",
    check=check,
    formerly=("X014",),
)
