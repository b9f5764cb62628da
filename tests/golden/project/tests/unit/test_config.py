"""Settings: what they default to, and what keeps an application from starting."""

import re
from pathlib import Path

import pytest

from app.config import (
    PROJECT_ROOT,
    ConfigurationError,
    Environment,
    Settings,
    SetWhenDeployed,
    get_settings,
)

SECRET = "kR7_vq2-Xw9.Lm4+Zt6=Bn8/Hc3~Jd5$Fg1"  # noqa: S105 # random, and of no use anywhere
POSTGRES = "postgresql://user:pass@db/shop"
SECRETS = {
    name.upper(): f"{SECRET}/{name}"
    for name, field in Settings.model_fields.items()
    if field.is_required()
}
DEPLOYED = {
    name.upper(): mark.example
    for name, field in Settings.model_fields.items()
    for mark in field.metadata
    if isinstance(mark, SetWhenDeployed)
}


@pytest.fixture(autouse=True)
def _only_these_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    get_settings.cache_clear()


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in {**SECRETS, **variables}.items():
        monkeypatch.setenv(name, value)
    return get_settings()


def test_development_needs_secrets_only(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)

    assert settings.environment is Environment.DEVELOPMENT
    assert settings.database_url.get_secret_value().startswith("sqlite+aiosqlite:///")


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch) is get_settings()


def test_the_file_is_read(tmp_path: Path) -> None:
    lines = [f"{name}={value}" for name, value in {**SECRETS, "APP_NAME": "shop"}.items()]
    (tmp_path / ".env").write_text("\n".join(lines))

    assert get_settings().app_name == "shop"


def test_the_example_names_every_setting() -> None:
    lines = (PROJECT_ROOT / ".env.example").read_text().splitlines()
    named = {match[1] for line in lines if (match := re.match(r"(?:# )?([A-Z0-9_]+)=", line))}

    assert named == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other in SECRETS.keys() - {name}:
        monkeypatch.setenv(other, SECRET)

    with pytest.raises(ConfigurationError, match=f"^{name}: "):
        get_settings()


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "secret",
    ["", "a", "k7Q-" * 7 + "abc", "changeme-k7Qz9-Xw2_Lm4.Zt6+Bn8=Hc3", "abcdefgh" * 5],
    ids=["empty", "short", "31-bytes", "placeholder", "repetitive"],
)
def test_a_weak_secret_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, secret: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name}: ") as caught:
        load(monkeypatch, **{name: secret})

    assert len(secret) < 2 or secret not in str(caught.value)


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize("name", DEPLOYED)
def test_what_deployments_differ_in_must_be_set(
    monkeypatch: pytest.MonkeyPatch, environment: str, name: str
) -> None:
    others = {key: value for key, value in DEPLOYED.items() if key != name}

    with pytest.raises(ConfigurationError, match=name):
        load(monkeypatch, ENVIRONMENT=environment, **others)


@pytest.mark.parametrize("name", DEPLOYED)
def test_what_is_set_for_development_is_not_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / ".env").write_text((PROJECT_ROOT / ".env.example").read_text())
    others = {key: value for key, value in DEPLOYED.items() if key != name}

    with pytest.raises(ConfigurationError, match=name):
        load(monkeypatch, ENVIRONMENT="production", **others)


def test_production_has_no_debug_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="DEBUG"):
        load(
            monkeypatch,
            ENVIRONMENT="production",
            DEBUG="true",
            **DEPLOYED,
        )


def test_production_starts_with_a_secret_and_what_it_must_be_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = load(monkeypatch, ENVIRONMENT="production", **DEPLOYED)

    assert not settings.serves_docs


def test_an_unknown_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="ENVIRONMENT"):
        load(monkeypatch, ENVIRONMENT="prod")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://user@db/shop", "postgresql+psycopg://user@db/shop"),
        ("postgresql://user@db/shop", "postgresql+psycopg://user@db/shop"),
        ("postgresql+asyncpg://user@db/shop", "postgresql+asyncpg://user@db/shop"),
        ("sqlite:///shop.db", "sqlite+aiosqlite:///shop.db"),
    ],
)
def test_the_driver_is_chosen(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    settings = load(monkeypatch, DATABASE_URL=given)

    assert settings.database_url.get_secret_value() == used


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = repr(load(monkeypatch, DATABASE_URL=POSTGRES))

    assert not any(secret in printed for secret in SECRETS.values())
    assert "pass@" not in printed
