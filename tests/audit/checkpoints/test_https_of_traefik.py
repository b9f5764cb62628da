"""Labels of services by which Traefik or Caddy has them asked over HTTPS only."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge
from fastscaffold.audit.facts.deployment import https_of_traefik

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
RULE = "traefik.http.routers.api.rule=Host(`a.b`)"
SECURE = "traefik.http.routers.api.entrypoints=websecure"
TLS = "traefik.http.routers.api.tls=true"
RESOLVED = "traefik.http.routers.api.tls.certresolver=le"
LONG = (
    "    build: .\n    ports:\n      - target: 8000\n        published: 8000\n"
    "        host_ip: {0}\n"
)
METABASE = "    image: ghcr.io/example/metabase\n"


def compose(*labels, under="", service="    build: .\n", more=""):
    indent = "      " if under else "    "
    said = "".join(f"{indent}  - {each}\n" for each in labels)
    return f"services:\n  api:\n{service}{under}{indent}labels:\n{said}{more}"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (compose(RULE, SECURE, RESOLVED), "met"),
        # A router with TLS is asked over nothing else, whatever its entry points.
        (compose(RULE, TLS), "met"),
        (
            compose(RULE, SECURE, RESOLVED, under="    deploy:\n", service="    image: me/api\n"),
            "met",
        ),
        (compose(RULE, "traefik.http.routers.api.entrypoints=web"), "not_met"),
        (compose(RULE, SECURE), "not_met"),
        (compose(RULE, f"# {TLS}"), "not_met"),
        (compose(RULE, "traefik.http.routers.api.tls=false"), "not_met"),
        (compose("traefik.enable=false", RULE, TLS), "not_met"),
        # The same service is asked over plain HTTP as well.
        (compose(RULE, TLS, "traefik.http.routers.plain.entrypoints=web"), "not_met"),
        (compose(RULE, TLS, service="    build: .\n    ports: ['8000:8000']\n"), "not_met"),
        (compose(RULE, TLS, service="    build: .\n    ports: ['127.0.0.1:80:80']\n"), "met"),
        (compose(RULE, TLS, service=LONG.format("0.0.0.0")), "not_met"),
        (compose(RULE, TLS, service=LONG.format("127.0.0.1")), "met"),
        # Another service is asked over HTTPS, and the application past the proxy.
        (
            compose(
                RULE, TLS, service=METABASE, more="  web:\n    build: .\n    ports: ['80:8000']\n"
            ),
            "not_met",
        ),
        (compose(RULE, TLS, more="  db:\n    image: mysql\n    ports: ['3306:3306']\n"), "met"),
        # What stands beside the application says nothing of it.
        (compose(RULE, TLS, service="    image: grafana/grafana:11\n"), "not_met"),
        (
            compose(
                RULE,
                SECURE,
                more=(
                    "  proxy:\n    image: traefik:v3\n    command:\n"
                    "      - --entrypoints.websecure.http.tls.certresolver=le\n"
                ),
            ),
            "met",
        ),
        (
            compose(
                RULE,
                SECURE,
                more=(
                    "  proxy:\n    image: traefik:v3\n    command:\n"
                    "      # - --entrypoints.websecure.http.tls=true\n"
                ),
            ),
            "not_met",
        ),
        (compose("caddy=api.example.org", "caddy.reverse_proxy={{upstreams 80}}"), "met"),
        (compose("caddy=http://api.example.org"), "not_met"),
        (compose("caddy=:80"), "not_met"),
        (
            "services:\n  api:\n    build: .\n    labels:\n      caddy: api.example.org\n",
            "met",
        ),
    ],
)
def test_labels(text, verdict):
    assert judge(facts({"app/main.py": APP, "compose.yaml": text})).verdict.value == verdict


@pytest.mark.parametrize("name", ["compose.dev.yml", "docker-compose.override.yml"])
def test_what_is_not_deployed(name):
    files = {"app/main.py": APP, name: compose(RULE, SECURE, TLS)}
    assert judge(facts(files)).verdict.value == "not_met"


def test_entry_points_are_looked_for_once(monkeypatch):
    searched = []

    class Entries:
        def finditer(self, line):
            searched.append(line)
            return iter(())

    monkeypatch.setattr(https_of_traefik, "_ENTRY_OF_TLS", Entries())
    files = {f"stack{each}/compose.yaml": compose(RULE, SECURE) for each in range(3)}
    judge(facts({"app/main.py": APP, **files}))
    assert len(searched) == sum(len(each.splitlines()) for each in files.values())
