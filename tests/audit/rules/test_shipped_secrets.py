"""Secrets in files that are shipped beside the code."""

from __future__ import annotations

import base64

import pytest
from support.audited import facts

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

MANIFEST = """apiVersion: v1
kind: {kind}
metadata:
  name: shop-secrets
{block}:
  # of the database
  USER: shop
  {name}: {value}
---
apiVersion: v1
kind: ConfigMap
data:
  TITLE: shop
"""
PEM = base64.b64encode(b"-----BEGIN PRIVATE KEY-----\nMIIE\n").decode()


def found(files):
    return [(each.place.path, each.place.line) for each in RULE.check(facts(files))]


def told(name, value, *, path="k8s/secret.yaml", kind="Secret", block="stringData", before="---\n"):
    text = MANIFEST.format(kind=kind, block=block, name=name, value=value)
    return found({"app/main.py": "", path: before + text})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_PASSWORD", "idkgnclyf"),
        ("POSTGRES_PASSWORD", "postgres"),
        ("SMTP_PASSWORD", '"1234567"  # of the server'),
        ("password", base64.b64encode(b"mypassword").decode()),
        ("DATABASE_URL", "postgresql://shop:Winter-9@db/shop"),
        ("tls.key", PEM),
    ],
)
def test_a_manifest_holds_its_values(name, value):
    assert told(name, value, block="data") == [("k8s/secret.yaml", 9)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_PASSWORD", "{{ .Values.password }}"),
        ("SMTP_PASSWORD", "${SMTP_PASSWORD}"),
        ("SMTP_PASSWORD", "change-me"),
        ("SMTP_PASSWORD", "<password>"),
        ("SMTP_PASSWORD", "test2"),
        ("CLIENT_SECRET", "client_secret"),
        ("password", base64.b64encode(b"password").decode()),
        ("SMTP_HOST", "mail.shop.org"),
        ("tls.crt", base64.b64encode(b"-----BEGIN CERTIFICATE-----").decode()),
    ],
)
def test_a_manifest_that_is_filled_in_or_holds_no_secret(name, value):
    assert told(name, value) == []


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "ExternalSecret"},
        {"kind": "SecretStore"},
        {"path": "k8s/local/secret.yaml"},
        {"path": "examples/secret.yaml"},
        {"path": "tests/secret.yaml"},
        {"block": "metadata"},
    ],
)
def test_what_is_no_manifest_of_secrets_that_is_shipped(given):
    assert told("SMTP_PASSWORD", "idkgnclyf", **given) == []


def test_a_secret_of_several_manifests_is_told_once():
    text = MANIFEST.format(kind="Secret", block="data", name="API_KEY", value="k7f3-9d1c-44aa")
    assert found({"a.yaml": text, "b.yaml": text, "app/main.py": ""}) == [("a.yaml", 8)]


@pytest.mark.parametrize(
    ("path", "kind", "is_found"),
    [
        ("deploy/tls/shop.key", "EC PRIVATE", True),
        ("deploy/tls/shop.pem", "PRIVATE", True),
        ("deploy/tls/shop.pem", "PUBLIC", False),
        ("certs/localhost.key", "PRIVATE", False),
        ("tests/shop.key", "PRIVATE", False),
        ("demo/shop.key", "PRIVATE", False),
    ],
)
def test_a_private_key_is_shipped(path, kind, is_found):
    files = {"app/main.py": "", path: f"-----BEGIN {kind} KEY-----\n"}
    assert found(files) == ([(path, 1)] if is_found else [])


def test_a_file_for_a_key_is_none():
    assert found({"app/main.py": "", "nginx/ssl/private.key": ""}) == []


def test_a_private_key_that_is_ignored_is_not_shipped():
    assert (
        found(
            {"app/main.py": "", ".gitignore": "*.key\n", "shop.key": "-----BEGIN PRIVATE KEY-----"}
        )
        == []
    )


CONFIG = """[tool.shop]
password = "Winter-9"
[database]
host = "db"
pwd = "54321"
[mail]
api_key = ""
password = "${MAIL_PASSWORD}"
"""


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("told = Configuration.from_file('pyproject.toml')", True),
        ("told = load(path.join(root, 'pyproject.toml'))", True),
        ("told = load('shop.toml')", False),
    ],
)
def test_configuration_that_the_code_names(source, is_found):
    files = {"app/main.py": f"{source}\n", "pyproject.toml": CONFIG}
    assert found(files) == ([("pyproject.toml", 5)] if is_found else [])
