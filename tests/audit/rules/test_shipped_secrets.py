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


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("locales/de.yaml", "login:\n  password: Kennwort\n  api_key: API-Schlüssel\n"),
        ("app/i18n/messages.yaml", "auth_token: Zugangsmarke\n"),
        ("lang/login.pt-BR.json", '{"password": "Senha", "access_token": "Chave"}'),
        ("app/login_messages.fr.json", '{"password": "Motdepasse"}'),
        ("app/error_messages.yaml", "password: Kennwort\n"),
        ("app/form.yaml", "labels:\n  password: Kennwort\n"),
        ("app/form.yaml", "de:\n  password: Kennwort\n"),
        ("app/form.yaml", "password: Пароль\nnew_password: New-Password\n"),
        ("app/login.json", '{"password": "string", "api_key": "SecretStr"}'),
        ("app/login.json", '{"login": {"example": {"password": "Winter-9"}}}'),
        ("schemas/login.json", '{"password": "Winter", "refresh_token": "opaque"}'),
        ("openapi.yaml", "components:\n  login:\n    password: Winter\n"),
        ("app/login.schema.json", '{"password": "Winter"}'),
    ],
)
def test_texts_that_people_read_and_descriptions_of_data(path, text):
    named = path.rpartition("/")[2]
    assert found({"app/main.py": f"told = load('{named}')\n", path: text}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("conf/shop.yaml", "password: Kennwort\n"),
        ("conf/message_queue.yaml", "password: guest\n"),
        ("conf/language_model.yaml", "api_key: winter\n"),
        ("conf/config.it.yaml", "password: winter\n"),
        ("conf/config.json", '{"ca": {"password": "winter"}}'),
        ("locales/de.yaml", "api_key: 9f8bX2kq7LmPz4Rw\n"),
        ("conf/shop.yaml", "password: Schlüssel-9\n"),
    ],
)
def test_secrets_that_only_lie_near_texts(path, text):
    named = path.rpartition("/")[2]
    assert found({"app/main.py": f"told = load('{named}')\n", path: text}) == [(path, 1)]
