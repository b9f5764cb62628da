"""Limits of proxies: which locations bear them, and whether they are asked for at all."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

LOGIN = """from fastapi import FastAPI, Form
app = FastAPI()
@app.post("/auth/login")
def login(password: str = Form()): ...
"""
ZONE = "limit_req_zone $remote_addr zone=a:1m rate=5r/s;\n"
SERVER = ZONE + "server {{\n  listen 80;\n{locations}}}\n"
LIMITED = "    limit_req zone=a burst=5;\n"


def location(path: str, inner: str, upstream: str = "api:8000") -> str:
    return f"  location {path} {{\n{inner}    proxy_pass http://{upstream};\n  }}\n"


REST = location("/", "")


@pytest.mark.parametrize(
    ("locations", "verdict"),
    [
        (REST, "not_met"),
        (location("/", LIMITED), "met"),
        (f"  limit_req zone=a;\n{REST}", "met"),
        (location("/auth/", LIMITED) + REST, "met"),
        (location("/uploads/", LIMITED) + REST, "not_met"),
        (location("= /auth/login", LIMITED) + REST, "met"),
        (location(r"~ ^/(auth|token)", LIMITED) + REST, "met"),
        (location(r"~ \.png$", LIMITED) + REST, "not_met"),
        (location("^~ /auth", "") + location(r"~ login", LIMITED), "not_met"),
        # The path is another one behind the proxy.
        (location("/api/", LIMITED, "api:8000/") + REST, "met"),
        (location("/api/", LIMITED + "    rewrite ^/api(.*) $1 break;\n") + REST, "met"),
        # Nothing else leads to the application.
        (location("/api/", LIMITED) + location("/", "", "web:3000"), "met"),
        (f"  # limit_req zone=a;\n{REST}", "not_met"),
    ],
)
def test_locations_of_nginx(locations, verdict):
    files = {"app/main.py": LOGIN, "nginx/app.conf": SERVER.format(locations=locations)}
    assert judge(facts(files)).verdict.value == verdict


KONG = "plugins:\n  - name: rate-limiting\n    config:\n      minute: 20\n"
DEFINED = "- traefik.http.middlewares.slow.ratelimit.average=9\n"
WAF = "rule {\n  statement {\n    rate_based_statement {\n      limit = 100\n    }\n  }\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("kong.yml", KONG, "met"),
        ("kong.yml", KONG.replace("rate-limiting", "cors"), "not_met"),
        ("infra/waf.tf", WAF, "met"),
        ("apisix.yaml", "plugins:\n  limit-count:\n    count: 9\n", "met"),
        ("compose.yml", DEFINED, "not_met"),
        ("compose.yml", f"{DEFINED}- traefik.http.routers.api.middlewares=auth,slow\n", "met"),
        ("compose.yml", f"{DEFINED}- traefik.http.routers.api.middlewares=slow-down\n", "not_met"),
    ],
)
def test_proxies_and_gateways(path, text, verdict):
    assert judge(facts({"app/main.py": LOGIN, path: text})).verdict.value == verdict


def test_haproxy():
    text = "frontend web\n  stick-table type ip size 1k expire 30s store http_req_rate(10s)\n"
    files = {"app/main.py": LOGIN, "haproxy/haproxy.cfg": text}
    assert judge(facts(files)).verdict.value == "met"
