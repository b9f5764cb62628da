"""Models that are pages: lists of things with what is to be said of these."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import Field, all_fields
from fastscaffold.audit.facts.requests.models import named_models
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.nodes import unsubscripted

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Class, Scope

LISTS = frozenset({"FrozenSet", "Iterable", "List", "Sequence", "Set", "frozenset", "list", "set"})
PAGES = frozenset({"list", "page", "paged", "paginated", "pagination"})
_KEYS = frozenset({"UUID", "UUID4", "bool", "int"})
SIMPLE = frozenset({"bool", "float", "int", "str"})
# A vector is as long as what makes it says.
_NUMBERS = frozenset({"bool", "float", "int"})
_IDENTITIES = frozenset({"id", "pk", "uuid"})
_NUMBERS_OF = frozenset(
    {
        "all", "count", "cursor", "entries", "hit", "item", "length", "limit", "number", "num",
        "offset", "page", "pagesize", "record", "result", "row", "size", "skip", "start", "total",
    }
)  # fmt: skip


def has_rows(facts: Facts, item: ast.expr, scope: Scope) -> bool:
    """Whether items are more than numbers, keys and values of an enumeration, which are few."""
    for member, holder in facts.index.typed(item, scope):
        plain = unsubscripted(member)
        symbol = facts.index.symbol(plain, holder)
        last = (symbol or "").rpartition(".")[2]
        if last in _KEYS or last == "Literal" or symbol in _NUMBERS:
            return False
        if facts.index.is_a(symbol, "*.Enum", "*.IntEnum", "*.StrEnum"):
            return False
    return True


def is_page(facts: Facts, model: Class) -> bool:
    """Whether a model is a list with its numbers, and not a thing that holds some others."""
    fields = [
        each
        for each in all_fields(facts.index, model).values()
        if each.annotation is not None and not each.name.startswith("_")
    ]
    held = [each for each in fields if is_list_field(facts, each.annotation, each.owner)]
    numbers = [each for each in fields if each not in held and _are_numbers(facts, each)]
    others = [each for each in fields if each not in held and each not in numbers]
    if len(held) > 1:
        return not others and not numbers and "list" in words(model.name)
    if not held or not all(is_simple(facts, each.annotation, each.owner) for each in others):
        return False
    if PAGES & set(words(model.name)):
        return True
    if not others and not numbers:
        return has_rows(facts, _item(facts, held[0]), held[0].owner)
    # A thing has an identity; items with numbers of them are a page whatever it is called.
    if any(each.name in _IDENTITIES for each in others):
        return False
    numbered = bool(numbers) or any(
        is_number(facts, each.annotation, each.owner) and _tells_of(each.name, held[0].name)
        for each in others
    )
    return numbered and bool(list(named_models(facts, held[0].annotation, held[0].owner)))


def _are_numbers(facts: Facts, field: Field) -> bool:
    """Whether a field holds nothing but numbers of a page: ``meta: Numbers``."""
    kinds = facts.index.typed(field.annotation, field.owner)
    models = [facts.index.class_of(each, holder) for each, holder in kinds]
    inner = [
        each
        for model in models
        if model is not None
        for each in all_fields(facts.index, model).values()
    ]
    return bool(inner) and all(
        is_simple(facts, each.annotation, each.owner) and _tells_of(each.name, "") for each in inner
    )


def _tells_of(name: str, held: str) -> bool:
    """Whether a number tells of the items of a page, as ``total`` and ``item_count`` do."""
    told = {each.rstrip("s") for each in words(name)}
    return bool(told & _NUMBERS_OF) and told - _NUMBERS_OF <= {
        *(each.rstrip("s") for each in words(held)),
        *("current", "has", "max", "next", "per", "previous", "prev"),
    }


def _item(facts: Facts, field: Field) -> ast.expr:
    """What a field that is a list holds."""
    for member in facts.index.members(field.annotation, field.owner):
        if isinstance(member, ast.Subscript):
            return member.slice
    return ast.Constant(None)


def is_simple(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    """Whether a field is a number, a text or a flag."""
    kinds = facts.index.typed(annotation, scope)
    return {(facts.index.symbol(each, holder) or "") for each, holder in kinds} <= SIMPLE


def is_list_field(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    """Whether a field is a list."""
    for member, holder in facts.index.typed(annotation, scope):
        plain = unsubscripted(member)
        if (facts.index.symbol(plain, holder) or "").rpartition(".")[2] in LISTS:
            return True
    return False


def is_number(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    """Whether what is annotated may be a number."""
    if annotation is None:
        return True
    kinds = facts.index.typed(annotation, scope)
    names = {(facts.index.symbol(unsubscripted(each), holder) or "") for each, holder in kinds}
    is_several = bool(names) and all(each.rpartition(".")[2] in LISTS for each in names)
    return not is_several and (not names or not names <= {"bool", "str"})
