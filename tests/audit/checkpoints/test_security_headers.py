from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.security_headers import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
RAW = """HEADERS = [(b"strict-transport-security", b"max-age=1"), (b"x-frame-options", b"DENY")]
class Headers:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        async def wrapped(message):
            message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)
        await self.app(scope, receive, wrapped)
"""
FUNCTION = """@app.middleware("http")
async def add(request, call_next):
    response = await call_next(request)
    response.headers["X-Frame-Options"] = "DENY"
    return response
"""
PLAIN = FUNCTION.replace('@app.middleware("http")\n', "").replace("X-Frame", "x-frame")
SECURE = "from secure import Secure\nsecure_headers = Secure.with_default_headers()\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("", "not_met"),
        (RAW, "not_met"),
        (f"{RAW}app.add_middleware(Headers)\n", "met"),
        (FUNCTION, "partial"),
        (PLAIN, "not_met"),
        (f"{PLAIN}app.middleware('http')(add)\n", "partial"),
        (f"{PLAIN}app.add_middleware(BaseHTTPMiddleware, dispatch=add)\n", "partial"),
        (SECURE, "met"),
    ],
)
def test_middleware(source, verdict):
    assert judge(facts(APP + source)).verdict.value == verdict


def test_a_proxy():
    text = 'add_header Strict-Transport-Security "max-age=1";\nadd_header X-Frame-Options DENY;\n'
    assert judge(facts({"app/main.py": APP, "nginx.conf": text})).verdict.value == "met"


@pytest.mark.parametrize(
    ("location", "verdict"),
    [
        ("root /srv/www;", "not_met"),
        ("try_files $uri /index.html;", "not_met"),
        ("root /srv/www;\nlocation /api {\n  proxy_pass http://api:8000;\n}", "met"),
        ("root /srv/www;\ninclude api.conf;", "met"),
        ("return 404;", "met"),
    ],
)
def test_a_server_of_pages_is_no_proxy(location, verdict):
    given = 'add_header Strict-Transport-Security "max-age=1";\nadd_header X-Frame-Options DENY;\n'
    text = f"server {{\n{given}{location}\n}}\n"
    assert judge(facts({"app/main.py": APP, "web/nginx.conf": text})).verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("k8s/gateway.yaml", "set:\n- name: X-Frame-Options\n  value: DENY\n", "partial"),
        (
            "k8s/ingress.yaml",
            'snippet: |\n  more_set_headers "X-Frame-Options: DENY";\n',
            "partial",
        ),
        ("docker-compose.yml", 'labels:\n  - "traefik.headers.frameDeny=true"\n', "partial"),
        ("Caddyfile", 'header {\n  Content-Security-Policy "default-src self"\n}\n', "partial"),
        ("nginx.conf", "add_header Content-Security-Policy\t'default-src self';\n", "partial"),
        ("nginx.conf", "add_header X-Frame-Options\n    DENY;\n", "partial"),
        ("k8s/gateway.yaml", "set:\n- field: X-Frame-Options\n  value: DENY\n", "partial"),
        ("edge.yaml", "headers:\n- [X-Frame-Options, DENY]\n", "partial"),
        ("k8s/route.yaml", "remove: [X-Frame-Options, Server]\n", "not_met"),
        ("Caddyfile", "header -X-Frame-Options\n", "not_met"),
        (".reviewer.yaml", "- Security headers: HSTS, X-Frame-Options\n", "not_met"),
        (".reviewer.yaml", "hint: Ask for X-Frame-Options, and HSTS.\n", "not_met"),
        ("k8s/ingress.yaml", "expose:\n- X-Frame-Options\n", "not_met"),
    ],
)
def test_a_header_has_a_value(path, text, verdict):
    assert judge(facts({"app/main.py": APP, path: text})).verdict.value == verdict


def test_no_application():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


def test_a_header_that_a_switch_leaves_out():
    source = (
        "from fastapi import FastAPI\nfrom pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    HSTS: bool = False\n"
        "settings = Settings()\napp = FastAPI()\n"
        "@app.middleware('http')\nasync def add(request, call_next):\n"
        "    response = await call_next(request)\n"
        "    response.headers['X-Frame-Options'] = 'DENY'\n"
        "    if settings.HSTS:\n"
        "        response.headers['Strict-Transport-Security'] = 'max-age=1'\n"
        "    return response\n"
    )
    assert judge(facts(source)).verdict.value == "partial"
    assert judge(facts(source.replace("= False", "= True"))).verdict.value == "met"
