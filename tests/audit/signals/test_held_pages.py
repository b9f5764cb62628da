"""Pages that a route makes before it knows whether it answers with them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.type_safety import judge

SOURCE = """from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.templating import Jinja2Templates
templates = Jinja2Templates(directory="templates")
app = FastAPI()
@app.get("/orders/{{number}}")
async def show(request: Request, number: int):
    missing = {answer}
    if number > 9:
        return missing
    return templates.TemplateResponse(request=request, name="order.html")
"""


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("templates.TemplateResponse(request=request, name='404.html')", "not_applicable"),
        ("JSONResponse({}, status_code=404)", "not_met"),
        ("{'missing': number}", "not_met"),
    ],
)
def test_a_page_that_is_held_is_a_page(answer, verdict):
    assert judge(facts(SOURCE.format(answer=answer))).verdict.value == verdict
