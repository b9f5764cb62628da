"""Values that are encrypted, or say where a secret is kept, are no secrets that are shipped."""

from __future__ import annotations

import pytest
from support.audited import facts, findings, lines

from fastscaffold.audit.checkpoints.jwt_secret import judge
from fastscaffold.audit.rules.committed_env_file import RULE as COMMITTED
from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE as TYPED

REFERENCES = [
    "ENC[AES256_GCM,data:Tr7oc19nc6t1m3=,iv:1vzlPZLfy6wa14=,tag:RTAamCAqAnr6Qw==,type:str]",
    "ENC[PKCS7,MIIBeQYJKoZIhvcNAQcDoIIBajCCAWYCAQAxggEhMIIBHQIBADAFMAACAQEwDQYJ]",
    "encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt",
    "vault:kv/data/app#SIGNED_BY",
    "op://prod/app/signed-by-1",
    "ref+awsssm://prod/app/9d1c",
    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/9d1c",
    "projects/4711/secrets/app/versions/9",
    "${SIGNED_BY_9d1c}",
    "{{ .Values.signedBy }}",
]
KEPT = ["9f8bX2kq7LmPz4Rw", "postgresql://shop:9f8bX2kq@db/shop", "aes:9f8bX2kq7LmPz4Rw"]
LOADED = """import jwt, yaml
config = yaml.safe_load(open("shop.yaml"))
def sign(claims):
    return jwt.encode(claims, config["auth"]["signing_key"], algorithm="HS256")
"""


def manifest(value: str, kind: str = "Secret", block: str = "stringData") -> str:
    return f"apiVersion: v1\nkind: {kind}\n{block}:\n  SMTP_PASSWORD: '{value}'\n"


def document(value: str) -> str:
    return f"auth:\n  signing_key: '{value}'\n"


@pytest.mark.parametrize("value", REFERENCES)
def test_they_are_left_alone(value):
    shipped = {"app/main.py": "", "k8s/secret.yaml": manifest(value)}
    assert lines(TYPED, shipped) == []
    assert lines(COMMITTED, {"app/main.py": "", ".env": f"SIGNING_KEY={value}\n"}) == []
    loaded = {"app/main.py": LOADED, "shop.yaml": document(value)}
    assert judge(facts(loaded)).verdict.value == "unknown"
    assert {each.path for each in findings(TYPED, loaded)} <= {"app/main.py"}


@pytest.mark.parametrize("value", KEPT)
def test_what_stands_there_is_found(value):
    shipped = {"app/main.py": "", "k8s/secret.yaml": manifest(value)}
    assert lines(TYPED, shipped) == [4]
    assert lines(COMMITTED, {"app/main.py": "", ".env": f"SIGNING_KEY={value}\n"}) == [1]
    loaded = {"app/main.py": LOADED, "shop.yaml": document(value)}
    assert judge(facts(loaded)).verdict.value == "not_met"
    assert "shop.yaml" in {each.path for each in findings(TYPED, loaded)}


def test_sealed_secrets_are_encrypted():
    text = manifest("AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq", kind="SealedSecret", block="encryptedData")
    assert lines(TYPED, {"app/main.py": "", "k8s/sealed.yaml": text}) == []


def test_what_sops_leaves_as_it_is_is_found():
    text = manifest(REFERENCES[0]) + "  API_KEY: 9f8bX2kq7LmPz4Rw\nsops:\n  mac: ENC[AES256_GCM]\n"
    assert lines(TYPED, {"app/main.py": "", "k8s/secret.yaml": text}) == [5]


@pytest.mark.parametrize("value", ["op://prod/app/key", "${SHOP_KEY}"])
def test_settings_that_a_file_tells_where_to_look(value):
    source = (
        "import jwt\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n"
        "class Settings(BaseSettings):\n    model_config = SettingsConfigDict(yaml_file='a.yaml')\n"
        "    key: str\nsettings = Settings()\n"
        "def sign(claims):\n    return jwt.encode(claims, settings.key, algorithm='HS256')\n"
    )
    assert judge(facts({"app/main.py": source, "a.yaml": f"key: '{value}'\n"})).verdict.value == (
        "unknown"
    )
    assert judge(facts({"app/main.py": source, "a.yaml": "key: hunter2\n"})).verdict.value == (
        "not_met"
    )
