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
        ("azure.yaml", "type: Microsoft.Web/sites\nproperties:\n  httpsOnly: true\n", "met"),
        ("Pulumi.yaml", "type: azure-native:web:WebApp\n    httpsOnly: true\n", "met"),
        # A flag of cookies.
        ("config/settings.yaml", "session:\n  https_only: true\n", "not_met"),
        ("config.toml", "[session]\nhttps_only = true\n", "not_met"),
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


TLS = "  tls: {}\n"
SERVED = "kind: IngressRoute\nspec:\n  routes:\n    - services:\n        - name: {0}\n"


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({"a.tf": LISTENER.format("HTTP"), "b.tf": LISTENER.format("HTTPS")}, "not_met"),
        ({"dev/a.tf": LISTENER.format("HTTP"), "b.tf": LISTENER.format("HTTPS")}, "met"),
        ({"dev/a.tf": LISTENER.format("HTTP")}, "not_met"),
        ({"a.tf": LISTENER.format("HTTPS"), "b.tf": LISTENER.format("HTTPS")}, "met"),
        ({"a.yaml": SERVED.format("api"), "b.yaml": SERVED.format("web") + TLS}, "not_met"),
        ({"a.yaml": SERVED.format("api"), "b.yaml": SERVED.format("grafana") + TLS}, "not_met"),
        ({"b.yaml": SERVED.format("grafana") + TLS}, "not_met"),
        # The dashboard of Traefik is none of the application.
        ({"a.yaml": SERVED.format("api@internal"), "b.yaml": SERVED.format("api") + TLS}, "met"),
    ],
)
def test_several_files(files, verdict):
    assert judge(facts({"app/main.py": APP, **files})).verdict.value == verdict
