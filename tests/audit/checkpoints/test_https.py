from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
OWN = """from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import RedirectResponse
class ToHttps(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("x-forwarded-proto") != "https":
            return RedirectResponse(str(request.url.replace(scheme="https")), 308)
        return await call_next(request)
app.add_middleware(ToHttps)
"""
IN_PARTS = """SECURE = frozenset({"https", "wss"})
class Secure:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        if self.may_pass(scope):
            await self.app(scope, receive, send)
        else:
            await RedirectResponse("/", 308)(scope, receive, send)
    def may_pass(self, scope):
        return scope["scheme"] in SECURE
app.add_middleware(Secure)
"""
LOGS = """class Logs:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        if scope["path"].endswith("/"):
            await RedirectResponse(scope["path"][:-1], 308)(scope, receive, send)
        self.note(scope)
        await self.app(scope, receive, send)
    def note(self, scope):
        print(scope["scheme"], scope["path"])
app.add_middleware(Logs)
"""
REDIRECT = """from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
app.add_middleware(HTTPSRedirectMiddleware)
"""
CHART = "kind: Ingress\nspec:\n  {{- if .Values.ingress.tls }}\n  tls:\n    - hosts: [a.b]\n  {{- end }}\n"
ALB = 'alb.ingress.kubernetes.io/actions.ssl-redirect: \'{"Type": "redirect"}\'\n'
INGRESS = "kind: Ingress\nspec:\n  tls:\n    - hosts: [a.b]\n"
TRAEFIK = """services:
  proxy:
    labels:
      - traefik.http.middlewares.to-https.redirectscheme.scheme=https
"""


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("README.txt", "", "not_met"),
        ("compose.yml", TRAEFIK, "met"),
        ("nginx.conf", "server { listen 80; }\n", "not_met"),
        ("nginx.conf", "listen 80;\nreturn 301 https://$host$request_uri;\n", "met"),
        ("nginx.conf", "listen 443 ssl;\n", "met"),
        ("Caddyfile", "api.example.com {\n\treverse_proxy api:8000\n}\n", "met"),
        ("Caddyfile", ":80 {\n\treverse_proxy api:8000\n}\n", "not_met"),
        ("deploy/ingress.yaml", INGRESS, "met"),
        ("chart/templates/ingress.yaml", CHART, "not_met"),
        ("ingress.yml", ALB, "met"),
        ("README.md", "Caddy ends TLS: HTTPS termination is its task.\n", "met"),
        ("docs/deployment.md", "Put nginx in front of it, which serves HTTPS.\n", "met"),
        ("docs/deployment.md", "See [nginx](https://nginx.org) for more.\n", "not_met"),
        ("docs/deployment.md", "TODO: nginx with TLS\n", "not_met"),
        ("docs/deployment.md", "We don't use TLS termination.\n", "not_met"),
        ("docs/deployment.md", "Plain HTTP behind nginx; HTTPS will come later.\n", "not_met"),
        ("docs/history.md", "Put nginx in front of it, which serves HTTPS.\n", "not_met"),
        ("fly.toml", "[http_service]\nforce_https = true\n", "met"),
        ("Procfile", "web: uvicorn app.main:app\n", "not_met"),
        ("fly.toml", "[http_service]\ninternal_port = 8000\n", "not_met"),
        ("vercel.json", "{}", "unknown"),
        ("labels.yml", "- traefik.frontend.redirect.entryPoint=https\n", "met"),
        ("labels.yml", "- traefik.frontend.entryPoints=http,https\n", "not_met"),
        ("labels.yml", "- traefik.frontend.headers.SSLRedirect=true\n", "met"),
        ("traefik.toml", '[entryPoints.http.redirect]\nentryPoint = "https"\n', "met"),
        ("deploy.yml", "- --entryPoints=Name:http Address::80 Redirect.EntryPoint:https\n", "met"),
        ("ingress.yml", "alb.ingress.kubernetes.io/ssl-redirect: '443'\n", "met"),
        ("nginx.conf", "listen 80;\nreturn 301 'https://a.b$request_uri';\n", "met"),
    ],
)
def test_files(path, text, verdict):
    assert judge(facts({"app/main.py": APP, path: text})).verdict.value == verdict


@pytest.mark.parametrize("source", [OWN, REDIRECT, IN_PARTS])
def test_middleware(source):
    assert judge(facts(APP + source)).verdict.value == "met"


def test_middleware_that_does_something_else():
    assert judge(facts(APP + LOGS)).verdict.value == "not_met"


def test_no_application():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


def test_a_gateway_may_end_it():
    source = f"from mangum import Mangum\n{APP}handler = Mangum(app)\n"
    assert judge(facts(source)).verdict.value == "unknown"


@pytest.mark.parametrize(("default", "verdict"), [("False", "not_met"), ("True", "met")])
def test_a_redirect_is_as_it_is_shipped(default, verdict):
    source = (
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n"
        f"    https: bool = {default}\nsettings = Settings()\nif settings.https:\n    "
        + REDIRECT.replace("\n", "\n    ")
    )
    assert judge(facts(APP + source)).verdict.value == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ('viewer_protocol_policy = "redirect-to-https"', "met"),
        ('redirect {\n  port = "443"\n  protocol = "HTTPS"\n}', "met"),
        ('# viewer_protocol_policy = "redirect-to-https"', "not_met"),
        ('viewer_protocol_policy = "allow-all"', "not_met"),
    ],
)
def test_a_load_balancer_of_terraform(text, verdict):
    files = {"app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n", "aws/cdn.tf": text}
    assert judge(facts(files)).verdict.value == verdict
