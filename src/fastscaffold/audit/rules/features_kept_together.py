"""Projects that keep some features together and scatter others by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.project.layout import layout
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_FEWEST = 2


def check(facts: Facts) -> Iterator[Hit]:
    """Once, at the first router that stands apart from its feature."""
    found = layout(facts)
    if len(found.features) < _FEWEST or not found.routes or not found.data:
        return
    first = found.routes[0]
    message = (
        f"`{first.path}` stands in a folder of its layer, and"
        f" {len(found.features)} features stand in folders of their own."
    )
    yield Hit(Place(first.path, 1), message, first.name)


def _router(name: str) -> str:
    return f"""from fastapi import APIRouter

router = APIRouter()


@router.get("/{name}")
def read() -> int:
    return 1
"""


_SCHEMAS = """from pydantic import BaseModel


class Read(BaseModel):
    name: str
"""
_SERVICE = "def count() -> int:\n    return 1\n"
_MAIN = """from fastapi import FastAPI

from app.orders.router import router as orders
from app.users.router import router as users
from app.{labels} import router as labels

app = FastAPI()
app.include_router(orders)
app.include_router(users)
app.include_router(labels)
"""
_TOGETHER = {
    f"app/{name}/{part}.py": text
    for name in ("orders", "users")
    for part, text in (
        ("router", _router(name)),
        ("schemas", _SCHEMAS),
        ("service", _SERVICE),
    )
}

RULE = Rule(
    id="ARCH001",
    name="features-kept-together",
    severity=Severity.P2,
    topic="architecture",
    seed="Architecture rule 1: feature-based modules, grouped by domain and not by layer",
    what="Projects in which at least two features stand in folders of their own, with routes,"
    " schemas and what works with them, while others are scattered over folders such as `routers`"
    " and `schemas`. A project that is laid out by layer throughout is left alone, and so are"
    " small ones, other architectures and routes of probes.",
    why="Nobody can tell where the parts of a feature are, and what belongs together is changed"
    " apart.",
    bad={
        **_TOGETHER,
        "app/main.py": _MAIN.format(labels="routers.labels"),
        "app/routers/labels.py": _router("labels"),
        "app/schemas/labels.py": _SCHEMAS,
    },
    good={
        **_TOGETHER,
        "app/main.py": _MAIN.format(labels="labels.router"),
        "app/labels/router.py": _router("labels"),
        "app/labels/schemas.py": _SCHEMAS,
        "app/labels/service.py": _SERVICE,
    },
    fix="Move the parts of each feature into one folder, or lay all of them out by layer.",
    check=check,
)
