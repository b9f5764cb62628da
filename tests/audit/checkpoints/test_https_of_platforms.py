"""Documents that say which platform ends TLS."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

MAIN = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("TLS is handled by Cloudflare for every host.", "met"),
        ("HTTPS is provided by AWS Certificate Manager.", "met"),
        ("Heroku takes care of TLS.", "met"),
        ("Deployed on Heroku.", "not_met"),
        ("FastAPI, nginx, Postgres. SSL is needed for the database.", "not_met"),
        ("Behind nginx, e.g. with TLS by certbot.", "met"),
        ("Traefik obtains certificates from Let's Encrypt by itself.", "met"),
        ("HTTPS is enforced by the ingress.", "met"),
        ("sudo certbot --nginx -d shop.example.org", "met"),
        ("sudo certbot certonly -d shop.example.org", "not_met"),
        ("The certificates of attendance are drawn by ReportLab.", "not_met"),
        ("TLS should be handled by Cloudflare later.", "not_met"),
        ("See https://heroku.example/handles for how Heroku manages slugs.", "not_met"),
    ],
)
def test_what_the_documents_say(line, verdict):
    found = judge(facts({"app/main.py": MAIN, "README.md": f"# Shop\n\n{line}\n"}))
    assert found.verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("deploy/compose.yaml", "services:\n  certs:\n    image: certbot/certbot\n", "unknown"),
        ("deploy/compose.yaml", "services:\n  certs:\n    image: shop/certificates\n", "not_met"),
        (".github/workflows/ci.yml", "jobs:\n  a:\n    run: certbot renew\n", "not_met"),
    ],
)
def test_who_fetches_certificates_may_redirect(path, text, verdict):
    assert judge(facts({"app/main.py": MAIN, path: text})).verdict.value == verdict


SETTINGS = """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    needed: str
    certificate: str | None = None
    shipped: str = "tls.crt"
settings = Settings()
"""


@pytest.mark.parametrize(
    ("certificate", "verdict"),
    [
        ("ssl_certfile='tls.crt', ssl_keyfile='tls.key'", "unknown"),
        ("ssl_certfile=None", "not_met"),
        ("ssl_certfile=settings.certificate", "not_met"),
        ("ssl_certfile=settings.shipped", "unknown"),
        ("ssl_certfile=settings.needed", "unknown"),
        ("ssl_certfile=os.environ['CERTIFICATE']", "unknown"),
    ],
)
def test_a_server_may_have_a_certificate_of_its_own(certificate, verdict):
    start = f"import os, uvicorn\n{SETTINGS}uvicorn.run(app, port=8443, {certificate})\n"
    assert judge(facts(MAIN + start)).verdict.value == verdict


REDIRECT = "kind: HTTPRoute\n  - requestRedirect:\n      scheme: https\n"
ROUTE = "kind: Route\n  tls:\n    insecureEdgeTerminationPolicy: {policy}\n"
CADDY = "services:\n  web:\n    command: caddy reverse-proxy --from {site} --to api:8000\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("k8s/route.yaml", REDIRECT, "met"),
        ("k8s/route.yaml", REDIRECT.replace("scheme: https", "port: 8080"), "not_met"),
        ("k8s/route.yaml", ROUTE.format(policy="Redirect"), "met"),
        ("k8s/route.yaml", ROUTE.format(policy="Allow"), "not_met"),
        ("compose.yaml", CADDY.format(site="api.example.com"), "met"),
        ("compose.yaml", CADDY.format(site=":80"), "not_met"),
    ],
)
def test_gateways_and_platforms(path, text, verdict):
    assert judge(facts({"app/main.py": MAIN, path: text})).verdict.value == verdict
