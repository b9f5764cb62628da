"""Configurations of proxies that a deployment renders from templates."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
SITE = "{{ app.domain }} {\n  reverse_proxy 127.0.0.1:8000\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("deploy/templates/Caddyfile.j2", SITE, "met"),
        ("deploy/templates/api.Caddyfile.jinja", SITE, "met"),
        ("Caddyfile.tpl", "shop.example.com {\n  reverse_proxy web:8000\n}\n", "met"),
        ("deploy/nginx.conf.j2", "server {\n  return 301 https://$host$uri;\n}\n", "met"),
        ("deploy/nginx.conf.jinja2", "server {\n  listen 443 ssl;\n}\n", "met"),
        ("deploy/nginx.conf.j2", "server {\n  listen 80;\n}\n", "not_met"),
        ("Caddyfile.j2", ":80 {\n  reverse_proxy web:8000\n}\n", "not_met"),
        ("Caddyfile.j2", "http://{{ domain }} {\n  reverse_proxy web:8000\n}\n", "not_met"),
        ("Caddyfile.j2", ":{{ port }} {\n  reverse_proxy web:8000\n}\n", "not_met"),
        ("Caddyfile.j2", f"{{\n  auto_https off\n}}\n{SITE}", "not_met"),
    ],
)
def test_it_judges(path, text, verdict):
    assert judge(facts({"main.py": APP, path: text})).verdict.value == verdict
