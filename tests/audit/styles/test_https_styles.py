"""Where plain HTTP ends, in every style of ending it."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
REDIRECT = "from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware\n"

STYLES = {
    "starlette's": (
        {"app/main.py": f"{REDIRECT}{APP}app.add_middleware(HTTPSRedirectMiddleware)\n"},
        "met",
    ),
    "starlette's in production": (
        {
            "app/main.py": f"{REDIRECT}{APP}from app.config import settings\n"
            "if settings.environment == 'production':\n"
            "    app.add_middleware(HTTPSRedirectMiddleware)\n",
            "app/config.py": "from pydantic_settings import BaseSettings\n"
            "class Settings(BaseSettings):\n    environment: str = 'production'\n"
            "settings = Settings()\n",
        },
        "met",
    ),
    "starlette's behind a switch that is off": (
        {
            "app/main.py": f"{REDIRECT}{APP}from app.config import settings\n"
            "if settings.force_https:\n    app.add_middleware(HTTPSRedirectMiddleware)\n",
            "app/config.py": "from pydantic_settings import BaseSettings\n"
            "class Settings(BaseSettings):\n    force_https: bool = False\n"
            "settings = Settings()\n",
        },
        "not_met",
    ),
    "starlette's in a list": (
        {
            "app/main.py": f"{REDIRECT}from fastapi import FastAPI\n"
            "from starlette.middleware import Middleware\n"
            "app = FastAPI(middleware=[Middleware(HTTPSRedirectMiddleware)])\n"
        },
        "met",
    ),
    "nginx": (
        {
            "app/main.py": APP,
            "nginx/nginx.conf": "server {\n  listen 80;\n  return 301 https://$host$request_uri;\n}\n",
        },
        "met",
    ),
    "nginx with plain HTTP only": (
        {
            "app/main.py": APP,
            "nginx/nginx.conf": "server {\n  listen 80;\n  location / { proxy_pass http://api; }\n}\n",
        },
        "not_met",
    ),
    "nginx's template": (
        {
            "app/main.py": APP,
            "nginx/default.conf.template": "server {\n  listen 80;\n"
            "  location / {\n    return 301 https://$host$request_uri;\n  }\n}\n",
        },
        "met",
    ),
    "traefik by labels": (
        {
            "app/main.py": APP,
            "compose.yaml": "services:\n  api:\n    labels:\n"
            "      - traefik.http.middlewares.https-redirect.redirectscheme.scheme=https\n",
        },
        "met",
    ),
    "traefik by its file": (
        {
            "app/main.py": APP,
            "traefik/traefik.yml": "entryPoints:\n  web:\n    address: ':80'\n    http:\n"
            "      redirections:\n        entryPoint:\n          to: websecure\n"
            "          scheme: https\n",
        },
        "met",
    ),
    "Caddy": (
        {"app/main.py": APP, "Caddyfile": "api.example.com {\n  reverse_proxy api:8000\n}\n"},
        "met",
    ),
    "Caddy on a port": (
        {"app/main.py": APP, "Caddyfile": ":80 {\n  reverse_proxy api:8000\n}\n"},
        "not_met",
    ),
    "an ingress": (
        {
            "app/main.py": APP,
            "k8s/ingress.yaml": "kind: Ingress\nmetadata:\n  annotations:\n"
            "    nginx.ingress.kubernetes.io/ssl-redirect: 'true'\n",
        },
        "met",
    ),
    "Fly": ({"app/main.py": APP, "fly.toml": "[http_service]\nforce_https = true\n"}, "met"),
    "Fly without": (
        {"app/main.py": APP, "fly.toml": "[http_service]\nforce_https = false\n"},
        "not_met",
    ),
    "Render": ({"app/main.py": APP, "render.yaml": "services:\n  - type: web\n"}, "unknown"),
    "Apache": (
        {
            "app/main.py": APP,
            "apache/site.conf": "<VirtualHost *:80>\n  RewriteRule ^ https://%{SERVER_NAME}%{REQUEST_URI}\n",
        },
        "met",
    ),
    "HAProxy": (
        {
            "app/main.py": APP,
            "haproxy/haproxy.cfg": "frontend web\n  redirect scheme https if !{ ssl_fc }\n",
        },
        "met",
    ),
    "App Engine": (
        {
            "app/main.py": APP,
            "app.yaml": "handlers:\n- url: /.*\n  secure: always\n  script: auto\n",
        },
        "met",
    ),
    "a document": (
        {"app/main.py": APP, "README.md": "# x\n\nTLS is terminated by nginx in front of it.\n"},
        "met",
    ),
    "HSTS alone": (
        {
            "app/main.py": f"{APP}@app.middleware('http')\nasync def add(request, call_next):\n"
            "    response = await call_next(request)\n"
            "    response.headers['Strict-Transport-Security'] = 'max-age=1'\n"
            "    return response\n"
        },
        "not_met",
    ),
    "middleware of the project": (
        {
            "app/main.py": f"{APP}from fastapi.responses import RedirectResponse\n"
            "@app.middleware('http')\nasync def to_https(request, call_next):\n"
            "    if request.headers.get('x-forwarded-proto') == 'http':\n"
            "        return RedirectResponse(request.url.replace(scheme='https'), 301)\n"
            "    return await call_next(request)\n"
        },
        "met",
    ),
    "a proxy of tests": (
        {
            "app/main.py": APP,
            "tests/nginx.conf": "server {\n  listen 80;\n  return 301 https://$host;\n}\n",
        },
        "not_met",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_end_of_plain_http(style):
    files, verdict = STYLES[style]
    assert judge(facts(files)).verdict.value == verdict
