"""Listeners of load balancers, routes of clusters, and what switches of clouds are called."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
LISTENER = 'resource "aws_lb_listener" "{0}" {{\n  port = 1\n  protocol = "{0}"\n}}\n'
FORMED = "  {0}:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties:\n      Protocol: {0}\n"
REDIRECT = """      DefaultActions:
        - Type: redirect
          RedirectConfig:
            Port: '443'
            Protocol: HTTPS
"""
ROUTE = "kind: IngressRoute\nspec:\n  entryPoints: [{0}]\n  routes: []\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("infra/lb.tf", LISTENER.format("HTTPS"), "met"),
        ("infra/lb.tf", LISTENER.format("HTTP"), "not_met"),
        ("infra/lb.tf", LISTENER.format("HTTPS") + LISTENER.format("HTTP"), "not_met"),
        ("infra/lb.tf", "# " + LISTENER.format("HTTPS").replace("\n", "\n# "), "not_met"),
        ("stack.yaml", "Resources:\n" + FORMED.format("HTTPS"), "met"),
        ("stack.yaml", "Resources:\n" + FORMED.format("HTTP"), "not_met"),
        ("stack.yaml", "Resources:\n" + FORMED.format("HTTP") + REDIRECT, "met"),
        ("k8s/route.yaml", ROUTE.format("websecure") + "  tls:\n    certResolver: le\n", "met"),
        ("k8s/route.yaml", ROUTE.format("web"), "not_met"),
        (
            "k8s/route.yaml",
            f"{ROUTE.format('websecure')}  tls: {{}}\n---\n{ROUTE.format('web')}",
            "not_met",
        ),
        ("infra/web.tf", "https_only = true\n", "met"),
        ("infra/web.tf", "https_only = false\n", "not_met"),
        ("infra/zone.tf", 'always_use_https = "on"\n', "met"),
        ("k8s/gateway.yaml", "tls:\n  httpsRedirect: true\n", "met"),
        ("k8s/gateway.yaml", "tls:\n  httpsRedirect: false\n", "not_met"),
        ("k8s/gce.yaml", 'kubernetes.io/ingress.allow-http: "false"\n', "met"),
        # What an application is told, it may do anything with.
        ("compose.yaml", "environment:\n  - APP_FORCE_HTTPS=true\n", "not_met"),
        ("compose.yaml", "environment:\n  - FORCE_HTTPS=true\n", "not_met"),
        ("compose.yaml", "environment:\n  - SECURE_SSL_REDIRECT=true\n", "not_met"),
        ("fly.toml", "[http_service]\n  force_https = true\n", "met"),
        ("fly.toml", "[http_service]\n  force_https = false\n", "not_met"),
    ],
)
def test_it_judges(path, text, verdict):
    assert judge(facts({"app/main.py": APP, path: text})).verdict.value == verdict
