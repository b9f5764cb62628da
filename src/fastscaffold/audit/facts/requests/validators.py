"""Which fields of models are checked beyond their type."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.modules import Class, dotted
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Scope

CONSTRAINTS = frozenset(
    {
        "ge", "gt", "le", "lt", "max_items", "max_length", "min_items", "min_length", "multiple_of",
        "pattern", "regex",
    }
)  # fmt: skip
_PATTERNS = frozenset({"pattern", "regex"})
OF_FIELDS = frozenset({"field_validator", "validator"})
OF_MODELS = frozenset({"model_validator", "root_validator"})
_FIELDS = frozenset({"Body", "Cookie", "Field", "File", "Form", "Header", "Path", "Query"})


def validators(facts: Facts, defined: Class) -> Iterator[tuple[Function, ast.expr]]:
    """Validators of a class and its bases, with the decorator that makes them so."""
    for symbol in facts.index.ancestors(defined.symbol):
        ancestor = facts.index.definition(symbol)
        if not isinstance(ancestor, Class):
            continue
        for method in ancestor.functions.values():
            for decorator in method.node.decorator_list:
                plain = decorator.func if isinstance(decorator, ast.Call) else decorator
                if (dotted(plain) or "").rpartition(".")[2] in OF_FIELDS | OF_MODELS:
                    yield method, decorator


def is_validated(facts: Facts, field: Field, *, by_name: bool = False) -> bool:
    """Whether a field has a constraint, or a validator.

    Args:
        facts: of the project.
        field: of a model.
        by_name: whether a validator of all fields has to speak of this one.
    """
    return is_constrained(facts, field.annotation, field.value, field.owner) or _is_looked_at(
        facts, field, by_name=by_name
    )


def is_text_checked(facts: Facts, field: Field) -> bool:
    """Whether a field has a pattern or a validator, which may refuse any text."""
    return is_constrained(
        facts, field.annotation, field.value, field.owner, among=_PATTERNS
    ) or _is_looked_at(facts, field)


def _is_looked_at(facts: Facts, field: Field, *, by_name: bool = False) -> bool:
    for method, decorator in validators(facts, field.owner):
        given = decorator.args if isinstance(decorator, ast.Call) else []
        names = {each.value for each in given if isinstance(each, ast.Constant)}
        said = {
            *(node.attr for node in walk(method.node) if isinstance(node, ast.Attribute)),
            *(node.value for node in walk(method.node) if isinstance(node, ast.Constant)),
        }
        is_of_all = not names or (by_name and "*" in names)
        if field.name in names or (field.name in said if is_of_all else "*" in names):
            return True
    return False


def is_constrained(
    facts: Facts,
    annotation: ast.expr | None,
    value: ast.expr | None,
    scope: Scope,
    *,
    among: frozenset[str] = CONSTRAINTS,
) -> bool:
    """Whether a type or ``Field(...)`` bounds a value by one of some constraints."""
    given = [value, *(each for each, _ in facts.index.metadata(annotation, scope))]
    for each in given:
        if each is None:
            continue
        name = (dotted(each.func if isinstance(each, ast.Call) else each) or "").rpartition(".")[2]
        if isinstance(each, ast.Call):
            if any(keyword.arg in among or keyword.arg is None for keyword in each.keywords):
                return True
            if name not in _FIELDS and each is not value:
                return True
        elif each is not value and name:
            # Metadata of the project's own is there to check.
            return True
    return any(
        isinstance(found, ast.Call)
        for found, _ in facts.index.values_of(facts.index.symbol(annotation, scope))
    ) or isinstance(annotation, ast.Call)


def checks_anything(facts: Facts, defined: Class) -> bool:
    """Whether a class of settings checks any of its values beyond plain types."""
    if next(validators(facts, defined), None) is not None:
        return True
    for field in all_fields(facts.index, defined).values():
        if field.annotation is None:
            continue
        if is_constrained(facts, field.annotation, field.value, field.owner):
            return True
        for each, scope in facts.index.typed(field.annotation, field.owner):
            plain = each.value if isinstance(each, ast.Subscript) else each
            symbol = facts.index.symbol(plain, scope) or ""
            if _is_checking(facts, symbol):
                return True
    return False


def _is_checking(facts: Facts, symbol: str) -> bool:
    last = symbol.rpartition(".")[2]
    if last == "Literal" or last.endswith(("Dsn", "Url")) or last == "EmailStr":
        return True
    if last.startswith(("Conint", "Negative", "NonNegative", "Positive")):
        return True
    return facts.index.is_a(symbol, "*.Enum", "*.IntEnum", "*.StrEnum")
