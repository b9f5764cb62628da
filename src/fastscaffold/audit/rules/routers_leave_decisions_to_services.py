"""Routes that decide what services should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.branches import decisions
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

MOST = 5


def check(facts: Facts) -> Iterator[Hit]:
    """Routes in whose own body more is decided than what to call and what to answer."""
    for function in dict.fromkeys(route.function for route in facts.routes):
        number = decisions(function)
        if number > MOST:
            message = f"`{function.name}` has {number} branches and loops of its own."
            yield hit_definition(function, message)


_TOP = """from fastapi import FastAPI

from app.orders import Order, OrderService, find

app = FastAPI()


@app.post("/orders/{order_id}/price")
"""

RULE = Rule(
    id="ARCH005",
    name="routers-leave-decisions-to-services",
    severity=Severity.P2,
    topic="architecture",
    seed="Architecture rule 5: no business logic in routers, thin routers and thick services",
    what="Routes with more than five branches and loops in their own body. Branches that only"
    " refuse, answer or log are left alone, and so are errors that are made answers, loops that"
    " wait for ever, as those of streams do, and functions in the route.",
    why="What a route decides can be tested only through HTTP, and the next route, task or command"
    " that needs the same decision gets a copy of it.",
    bad={
        "app/main.py": f"""{_TOP}async def price(order_id: int) -> int:
    order = await find(order_id)
    total = 0
    for line in order.lines:
        if line.is_free:
            amount = 0
        elif line.is_reduced:
            amount = line.price // 2
        else:
            amount = line.price
        total += amount
    if order.customer.is_regular:
        total -= total // 10
    if order.country != "DE":
        total += 20
    if total < 0:
        total = 0
    return total
"""
    },
    good={
        "app/main.py": f"""{_TOP}async def price(order_id: int, service: OrderService) -> int:
    return await service.price(order_id)
"""
    },
    fix="Move what is decided to a service, and let the route call it.",
    check=check,
)
