"""Permissions that routes declare to the schema, and that nothing asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.unasked_permissions import unasked
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_ASKED = {"authenticated": "a login", "owner": "who the owner is"}


def check(facts: Facts) -> Iterator[Hit]:
    """Routes that are open to more people than they say."""
    for route in facts.routes:
        text = unasked(facts, route)
        if text is not None:
            wanted = _ASKED.get(text, "a role")
            message = f"The route declares `{text}`, and no dependency asks for {wanted}."
            yield hit(route.module, route.function.node, message, route.function.symbol)


RULE = Rule(
    id="SEC034",
    name="declared-permissions-asked",
    severity=Severity.P0,
    topic="security",
    seed="ASVS 8.2.1 and 8.2.2; CWE-862: missing authorization",
    what="A route whose `openapi_extra` says by `x-permission` that it is for `authenticated`,"
    " `owner`, `admin` or `role:…`, while nothing that runs for it can know whether that is so: no"
    " dependency asks for more than a login, the endpoint is not given who is logged in, nor"
    " anything that is made for them, and no middleware refuses. A service whose dependency takes"
    " the user and makes no use of it is for nobody. Where any of it is hidden, nothing is said.",
    why="The documentation and `fastscaffold routes` say that the route is closed, and it is open.",
    bad={
        "app/main.py": """from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

app = FastAPI()
bearer = HTTPBearer()


async def current_user(token=Depends(bearer)) -> dict[str, str]:
    raise HTTPException(401)


@app.delete(
    "/orders/{order_id}",
    dependencies=[Depends(current_user)],
    openapi_extra={"x-permission": "admin"},
)
async def delete_order(order_id: int) -> None: ...
"""
    },
    good={
        "app/main.py": """from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

app = FastAPI()
bearer = HTTPBearer()


async def current_user(token=Depends(bearer)) -> dict[str, str]:
    raise HTTPException(401)


async def admin(user=Depends(current_user)) -> None:
    if user["role"] != "admin":
        raise HTTPException(403)


@app.delete(
    "/orders/{order_id}",
    dependencies=[Depends(admin)],
    openapi_extra={"x-permission": "admin"},
)
async def delete_order(order_id: int) -> None: ...
"""
    },
    fix="Let the route depend on what it declares, or declare what it asks for.",
    check=check,
)
