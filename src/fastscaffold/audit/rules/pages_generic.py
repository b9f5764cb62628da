"""One class for each page of a list, where one for all would do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.facts.lists.page_models import is_list_field
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts

FEWEST = 2


def check(facts: Facts) -> Iterator[Hit]:
    """One finding for each kind of wrapper, at the second of it."""
    alike: dict[frozenset[str], list[Class]] = defaultdict(list)
    for schema in facts.schemas:
        fields = [each for each in own_fields(schema) if each.annotation is not None]
        lists = [each for each in fields if is_list_field(facts, each.annotation, each.owner)]
        if len(lists) == 1 and len(fields) > FEWEST:
            names = frozenset(each.name for each in fields)
            if names & {"count", "total"}:
                alike[names].append(schema)
    for classes in alike.values():
        if len(classes) >= FEWEST:
            told = " and ".join(f"`{each.name}`" for each in classes[:FEWEST])
            yield hit_definition(classes[1], f"{told} are the same but for their items.")


_TOP = "from pydantic import BaseModel\n\n\n"
_PAGE = "class {name}(BaseModel):\n    items: list[{item}]\n    total: int\n    page: int\n\n\n"

RULE = Rule(
    id="PYD005",
    name="pages-generic",
    severity=Severity.P3,
    topic="validation",
    seed="Pydantic rule 5: use generics for wrappers",
    what="Two models or more with the same fields, one of which is a list and one a total.",
    why="A field that every page gets has to be added as often as there are pages.",
    bad={
        "app/schemas.py": _TOP
        + _PAGE.format(name="Numbers", item="int")
        + _PAGE.format(name="Names", item="str")
    },
    good={
        "app/schemas.py": "from typing import Generic, TypeVar\n\n"
        "from pydantic import BaseModel\n\n"
        'T = TypeVar("T")\n\n\nclass Page(BaseModel, Generic[T]):\n'
        "    items: list[T]\n    total: int\n    page: int\n"
    },
    fix="Make one generic `Page[T]` of them.",
    check=check,
)
