"""Settings: what they default to, and what keeps an application from starting."""

import os
import re
import subprocess
import sys
from pathlib import Path
from runpy import run_module

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from app.config import (
    HOW_TO_MAKE_ONE,
    PROJECT_ROOT,
    CommaSeparated,
    ConfigurationError,
    Environment,
    Host,
    OptionalSecret,
    Origin,
    Settings,
    SetWhenDeployed,
    choices,
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

    with pytest.raises(ConfigurationError, match=f"\n  {name}: "):
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
    with pytest.raises(ConfigurationError, match=f"\n  {name}: ") as caught:
        load(monkeypatch, **{name: secret})

    assert len(secret) < 2 or secret not in str(caught.value)


def test_a_secret_that_is_optional_is_random_if_given() -> None:
    adapter: TypeAdapter[SecretStr] = TypeAdapter(OptionalSecret)

    for secret in ("", SECRET):
        assert adapter.validate_python(secret).get_secret_value() == secret
    with pytest.raises(ValidationError, match="at least 32"):
        adapter.validate_python("short")


@pytest.mark.skipif(len(SECRETS) < 2, reason="one secret has no other to be the same as")
def test_deployments_have_a_secret_for_each_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    same = dict.fromkeys(SECRETS, SECRET)
    assert load(monkeypatch, **same).environment is Environment.DEVELOPMENT
    get_settings.cache_clear()

    with pytest.raises(ConfigurationError, match="one secret each"):
        load(monkeypatch, ENVIRONMENT="production", **DEPLOYED, **same)


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


@pytest.mark.parametrize("name", DEPLOYED)
def test_nothing_is_not_enough(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load(monkeypatch, ENVIRONMENT="production", **{**DEPLOYED, name: ""})


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


def test_everything_that_is_wrong_is_named_at_once_with_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("DEBUG", "true")
    with pytest.raises(ConfigurationError) as caught:
        get_settings()
    first, *lines = str(caught.value).splitlines()

    told = {"DEBUG": "not in production"}
    told |= dict.fromkeys(SECRETS, f"required, {HOW_TO_MAKE_ONE}")
    for name, example in DEPLOYED.items():
        wanted = choices(Settings.model_fields[name.lower()].annotation) or f"such as {example}"
        told[name] = f"needs its own value in production, {wanted}"
    names = [name.upper() for name in Settings.model_fields]
    assert first == "Set these in the environment, or in .env:"
    assert lines == [f"  {name}: {told[name]}" for name in names if name in told]


def test_a_name_that_is_misspelled_is_told_beside_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SECERT_KEY={SECRET}\n")
    with pytest.raises(ConfigurationError) as caught:
        get_settings()

    assert str(caught.value).endswith("\n  SECERT_KEY: not read; is it SECRET_KEY?")
    assert SECRET not in str(caught.value)


def test_nothing_is_asked_of_an_environment_that_there_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(monkeypatch, ENVIRONMENT="prod", DEBUG="true")
    _, *lines = str(caught.value).splitlines()

    assert [line.partition(":")[0] for line in lines] == ["  ENVIRONMENT"]


def test_an_application_that_may_not_start_says_why_and_no_more(tmp_path: Path) -> None:
    weak = dict.fromkeys(SECRETS, "changeme")
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(PROJECT_ROOT / "src"),
            "LOG_LEVEL": "LOUD",
            "UVICORN_PORT": "0",
            **weak,
        },
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "  LOG_LEVEL: Input should be 'DEBUG', 'INFO'" in done.stderr
    for name in SECRETS:
        assert f"  {name}: needs at least " in done.stderr
    assert "changeme" not in done.stdout + done.stderr


def test_the_check_says_why_an_application_may_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    # Uncaught it ends the process with 1, and its message is all that is printed.
    with pytest.raises(SystemExit) as caught:
        run_module("app.check", run_name="__main__")

    first, level, *secrets = str(caught.value.code).splitlines()
    assert first == "Set these in the environment, or in .env:"
    assert level.startswith("  LOG_LEVEL: Input should be 'DEBUG', 'INFO'")
    assert secrets == [f"  {name}: required, {HOW_TO_MAKE_ONE}" for name in SECRETS]


def test_an_application_that_may_start_says_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.check"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT_ROOT / "src"), **SECRETS},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    "value", ["a.example,b.example", " a.example, b.example,", '["a.example", "b.example"]']
)
def test_a_list_may_be_written_with_commas_and_as_json(value: str) -> None:
    adapter = TypeAdapter[list[str]](CommaSeparated[list[str]])

    assert adapter.validate_python(value) == ["a.example", "b.example"]


HOSTS: TypeAdapter[str] = TypeAdapter(Host)
ORIGINS: TypeAdapter[str] = TypeAdapter(Origin)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((HOSTS, name) for name in ("*", "*.example.com", "localhost", "127.0.0.1", "[::1]")),
        *((ORIGINS, name) for name in ("*", "http://localhost:3000", "capacitor://localhost")),
    ],
)
def test_hosts_and_origins_are_as_requests_have_them(kind: TypeAdapter[str], value: str) -> None:
    assert kind.validate_python(value) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((HOSTS, name) for name in ("", "http://a.example", "a.example:80", "a.example/", "a.*")),
        *((ORIGINS, name) for name in ("", "a.example", "https://", "https://a.example/")),
    ],
)
def test_what_would_match_no_request_is_refused(kind: TypeAdapter[str], value: str) -> None:
    with pytest.raises(ValidationError, match="needs values such as"):
        kind.validate_python(value)


def test_a_list_that_is_neither_is_refused() -> None:
    adapter = TypeAdapter[list[str]](CommaSeparated[list[str]])

    with pytest.raises(ValidationError, match="needs values with commas between"):
        adapter.validate_python("[a.example")


def test_a_shell_reads_the_example_as_the_application_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    text = (PROJECT_ROOT / ".env.example").read_text()
    for name, secret in SECRETS.items():
        text = text.replace(f"\n{name}=\n", f"\n{name}='{secret}'\n")
    file.write_text(text)
    from_file = get_settings()
    get_settings.cache_clear()
    done = subprocess.run(
        ["/bin/sh", "-euc", "set -a; . ./.env; env -0"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
        text=True,
    )
    file.unlink()

    variables = dict(line.split("=", 1) for line in done.stdout.rstrip("\0").split("\0"))

    del variables["PATH"]
    assert load(monkeypatch, **variables) == from_file


def test_an_unknown_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="ENVIRONMENT"):
        load(monkeypatch, ENVIRONMENT="prod")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://user@db/shop", "postgresql+psycopg://user@db/shop"),
        ("postgresql://user@db/shop", "postgresql+psycopg://user@db/shop"),
        ("postgresql+psycopg://user@db/shop", "postgresql+psycopg://user@db/shop"),
        ("sqlite:///shop.db", "sqlite+aiosqlite:///shop.db"),
    ],
)
def test_the_driver_is_chosen(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    settings = load(monkeypatch, DATABASE_URL=given)

    assert settings.database_url.get_secret_value() == used


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://user@db/shop", "mysql://user@db/shop", "shop.db", ""]
)
def test_another_driver_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL: needs postgresql:// or sqlite://"):
        load(monkeypatch, DATABASE_URL=url)


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = repr(load(monkeypatch, DATABASE_URL=POSTGRES))

    assert not any(secret in printed for secret in SECRETS.values())
    assert "pass@" not in printed
