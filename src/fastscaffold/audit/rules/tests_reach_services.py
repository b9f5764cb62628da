"""Services that are only tried over HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_definition
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts

ENOUGH_TESTS = 5
_SERVICE = re.compile(r"(Service|UseCase|Interactor)(Impl)?$")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project: at its first service."""
    services = sorted(_services(facts), key=lambda each: (each.module.path, each.node.lineno))
    if not services or len(facts.suite.tests) < ENOUGH_TESTS or not facts.routes:
        return
    modules = {each.module.name for each in services}
    for module in facts.tests:
        symbols = (facts.index.named(name, module) or "" for name in module.imports)
        if any(symbol in modules or symbol.rpartition(".")[0] in modules for symbol in symbols):
            return
        if any(facts.index.origin(call).rpartition(".")[0] in modules for call in module.calls):
            return
    yield Hit(at_definition(services[0]), "No test imports this service, or any other.")


def _services(facts: Facts) -> list[Class]:
    return [
        each
        for module in facts.production
        for each in module.classes.values()
        if _SERVICE.search(each.name) and each.functions
    ]


RULE = Rule(
    id="TEST001",
    name="tests-reach-services",
    severity=Severity.P2,
    topic="testing",
    seed="Test services, not routers",
    what="A project with services, and tests of which none imports one. Tests over HTTP are good"
    " tests, so that this is a hint: one test of any service is enough.",
    why="Rules of the business that can only be tried through requests are tried with few of the"
    " inputs that they have to stand.",
    bad={
        "app/service.py": """class OrderService:
    def total(self, prices: list[int]) -> int:
        return sum(prices)
""",
        "app/main.py": """from fastapi import FastAPI

from app.service import OrderService

app = FastAPI()


@app.get("/total")
async def total() -> int:
    return OrderService().total([1])
""",
        "tests/test_app.py": "\n\n\n".join(
            f"def test_{number}() -> None:\n    assert True" for number in range(5)
        ),
    },
    good={
        "app/service.py": """class OrderService:
    def total(self, prices: list[int]) -> int:
        return sum(prices)
""",
        "app/main.py": """from fastapi import FastAPI

from app.service import OrderService

app = FastAPI()


@app.get("/total")
async def total() -> int:
    return OrderService().total([1])
""",
        "tests/test_app.py": "from app.service import OrderService\n\n\n"
        + "\n\n\n".join(
            f"def test_{number}() -> None:\n    assert OrderService().total([1]) == 1"
            for number in range(5)
        ),
    },
    fix="Test what services decide by calling them.",
    check=check,
)
