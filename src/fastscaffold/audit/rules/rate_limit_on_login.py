"""Routes that take credentials as often as they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.limits.limits import uncovered
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Rule, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.rules.base import Hit


def check(facts: Facts) -> Iterator[Hit]:
    """Login routes without a limit, where accounts are not locked either."""
    if facts.limits.lockouts:
        return
    for route in uncovered(facts):
        yield hit_definition(route.function, f"{route.path} may be asked without a limit.")


RULE = Rule(
    id="SEC005",
    name="rate-limit-on-login",
    severity=Severity.P0,
    topic="security",
    seed="Rate limit on auth endpoints",
    what="Routes that take a password, or hand out tokens, with no limiter in a decorator, in a"
    " dependency, in middleware, in what they call or in the proxy. Where accounts are locked"
    " after failed attempts, nothing is said.",
    why="Passwords are guessed from lists: without a limit thousands a second are tried.",
    bad={
        "app/main.py": """from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordRequestForm

app = FastAPI()


@app.post("/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> str:
    return form.username
"""
    },
    good={
        "app/main.py": """from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.security import OAuth2PasswordRequestForm
from slowapi import Limiter
from slowapi.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)
app = FastAPI()


@app.post("/login")
@limiter.limit("5/minute")
def login(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> str:
    return form.username
"""
    },
    fix="Limit how often an address, and an account, may be tried.",
    check=check,
    command="fastscaffold add rate-limit",
)
