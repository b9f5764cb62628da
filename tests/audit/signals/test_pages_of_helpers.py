"""Pages that a route has another function of the project make."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.type_safety import judge

SOURCE = """from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates

templates = Jinja2Templates(directory="templates")
app = FastAPI()


@app.get("/")
def today(request: Request):
    return of_day(request, "today")


@app.get("/days/{{day}}")
def of_day(request: Request, day: str):
{body}


def page(request: Request, name: str):
    answer = templates.TemplateResponse(request=request, name=name)
    answer.set_cookie("seen", "1")
    return answer
"""


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ('    return templates.TemplateResponse("day.html", {"request": request})', None),
        ('    return page(request, "day.html")', None),
        ('    return page(request, "a.html") if day else page(request, "b.html")', None),
        ('    return {"day": day}', "not_met"),
        ('    if day:\n        return {}\n    return page(request, "day.html")', "not_met"),
        ("    return today(request)", "not_met"),
    ],
)
def test_what_makes_a_page_for_a_route_is_followed(body, verdict):
    judged = judge(facts(SOURCE.format(body=body))).verdict.value
    assert judged == (verdict or "not_applicable")
