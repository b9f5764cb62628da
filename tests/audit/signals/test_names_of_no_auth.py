"""Names that look as if they asked who somebody is, and do not."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

LINKS = """import base64
import jwt
from fastapi import Depends, FastAPI, Request
app = FastAPI()
class Links:
    def {method}(self, link):
        return jwt.decode(link, "k" * 40, algorithms=["HS256"])
def cursor(request: Request):
    given = request.query_params["cursor"]
    return {called}
@app.get("/ships")
def ships(after=Depends(cursor)) -> list[str]: ...
"""


@pytest.mark.parametrize(
    ("method", "called"),
    [
        ("decode", "base64.b64decode(given).decode()"),
        ("decode", "given.decode()"),
        ("commit", "request.state.session.commit()"),
        ("unpack", "made(given).unpack()"),
    ],
)
def test_methods_of_others_verify_nothing(method: str, called: str) -> None:
    source = LINKS.format(method=method, called=called)
    assert judge(facts(source)).verdict.value != "met"
