"""Configurations of proxies whose names have no ending, or that of a domain."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
REDIRECTS = "server {\n  listen 80;\n  return 301 https://$host$request_uri;\n}\n"
SECURE = "server {\n  listen 443 ssl;\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("app/nginx/conf", REDIRECTS, "met"),
        ("nginx/default", SECURE, "met"),
        ("nginx/conf.d/shop", SECURE, "met"),
        ("deploy/nginx", REDIRECTS, "met"),
        ("deploy/nginx-site", SECURE, "met"),
        ("deploy/sites-available/shop.example.com", REDIRECTS, "met"),
        ("nginx/default", "server {\n  listen 80;\n}\n", "not_met"),
        ("nginx/default", f"{SECURE}server {{\n  listen 80;\n}}\n", "not_met"),
        ("notes/default", REDIRECTS, "not_met"),
    ],
)
def test_it_judges(path, text, verdict):
    assert judge(facts({"main.py": APP, path: text})).verdict.value == verdict


@pytest.mark.parametrize(
    ("site", "verdict"),
    [
        ("shop.example.org", "met"),
        ("https://shop.example.org", "met"),
        ("shop.example.org:8443", "met"),
        ("http://shop.example.org", "not_met"),
        ("shop.example.org:80", "not_met"),
    ],
)
def test_a_site_of_caddy_may_be_of_plain_http(site, verdict):
    caddy = f"{site} {{\n\treverse_proxy api:8000\n}}\n"
    app = "from fastapi import FastAPI\napp = FastAPI()\n"
    assert judge(facts({"app/main.py": app, "Caddyfile": caddy})).verdict.value == verdict
