"""Redirects to the sites of others, which leave the application as it is."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = """from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
app = FastAPI()
"""
SERVER = "server {{\n  listen 80;\n  {said}\n  location / {{ proxy_pass http://api; }}\n}}\n"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("location = /docs { return 302 https://docs.example; }", "not_met"),
        ("location /status { return 301 https://status.example/all; }", "not_met"),
        ("location /api { return 301 https://$host$request_uri; }", "met"),
        ("if ($scheme = http) { return 301 https://api.example; }", "met"),
        ("return 301 https://api.example$request_uri;", "met"),
    ],
)
def test_a_page_of_nginx(said, verdict):
    files = {"app/main.py": APP, "nginx.conf": SERVER.format(said=said)}
    assert judge(facts(files)).verdict.value == verdict


MIDDLEWARE = """@app.middleware("http")
async def inner(request: Request, call_next):
    if {test}:
        return RedirectResponse({to})
    return await call_next(request)
"""


@pytest.mark.parametrize(
    ("test", "to", "verdict"),
    [
        (
            "'session' not in request.cookies",
            "'https://sso.example?back=' + request.url.scheme",
            "not_met",
        ),
        ("request.url.scheme == 'http'", "'https://api.example' + request.url.path", "met"),
        ("request.url.scheme != 'https'", "request.url.replace(scheme='https')", "met"),
        ("request.headers['x-forwarded-proto'] == 'http'", "f'https://{request.url.path}'", "met"),
        (
            "request.url.scheme == 'http'",
            "str(request.url).replace('http://', 'https://', 1)",
            "met",
        ),
    ],
)
def test_where_a_middleware_redirects(test, to, verdict):
    assert judge(facts(APP + MIDDLEWARE.format(test=test, to=to))).verdict.value == verdict


LOOKS = """@app.middleware("http")
async def inner(request: Request, call_next):
    if request.headers.get("x-forwarded-proto") == "https":
        request.scope["scheme"] = "https"
    answer = await call_next(request)
    if answer.status_code == 307:
        answer.headers["location"] = answer.headers["location"].replace("http:", "https:")
    return answer
"""


def test_a_middleware_that_looks_at_the_redirects_of_others():
    assert judge(facts(APP + LOOKS)).verdict.value == "not_met"


def test_a_class_that_is_put_around_the_application():
    source = """class Secure:
    def __init__(self, app): self.app = app
    async def __call__(self, scope, receive, send):
        if scope["scheme"] != "https":
            return await RedirectResponse("/", 308)(scope, receive, send)
        await self.app(scope, receive, send)
served = Secure(app)
"""
    assert judge(facts(APP + source)).verdict.value == "met"


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [
        ("urlparse(request.query_params['next'])", "not_met"),
        ("urlparse(str(request.url))", "met"),
    ],
)
def test_the_scheme_of_another_address(taken, verdict):
    source = f"""from urllib.parse import urlparse
from fastapi import HTTPException
@app.middleware("http")
async def inner(request: Request, call_next):
    target = {taken}
    if target.scheme != "https":
        raise HTTPException(400)
    return await call_next(request)
"""
    assert judge(facts(APP + source)).verdict.value == verdict
