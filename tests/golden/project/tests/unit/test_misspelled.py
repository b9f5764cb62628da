"""Variables whose names are almost those of settings."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from structlog.testing import capture_logs

from app.config import Settings
from app.core.misspelled import misspelled, warn_of_misspelled

VALUE = "kR7_vq2-Xw9.Lm4+Zt6"


class Some(BaseSettings):
    """A few settings of each length."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    debug: bool = False
    log_level: str = "INFO"
    secret_key: SecretStr = SecretStr("")
    database_url: str = ""
    readiness_timeout: int = 2


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DEBUGG", "DEBUG"),
        ("LOG_LEVLE", "LOG_LEVEL"),
        ("LOGLEVEL", "LOG_LEVEL"),
        ("SECERT_KEY", "SECRET_KEY"),
        ("database_ulr", "DATABASE_URL"),
        ("READINES_TIMEOUT", "READINESS_TIMEOUT"),
    ],
)
def test_one_that_is_like_a_setting_is_told_without_its_value(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, meant: str
) -> None:
    told = {
        "event": "variable_not_read",
        "log_level": "warning",
        "name": name.upper(),
        "meant": meant,
    }
    file = tmp_path / ".env"
    file.write_text(f"{name}={VALUE}\n{meant}=1\n")
    with capture_logs() as of_the_file:
        warn_of_misspelled(Some())
    file.unlink()
    monkeypatch.setenv(name, VALUE)
    with capture_logs() as of_the_environment:
        warn_of_misspelled(Some())

    assert of_the_file == of_the_environment == [told]


def test_those_of_others_are_theirs(tmp_path: Path) -> None:
    names = [
        "BIND",
        "COMPOSE_PROJECT_NAME",
        "DOMAIN",
        "EDGE_NETWORK",
        "FORWARDED_ALLOW_IPS",
        "POSTGRES_PASSWORD",
        "TEST_DATABASE_URL",
        "TEST_REDIS_URL",
        "WEB_CONCURRENCY",
    ]
    (tmp_path / ".env").write_text("".join(f"{name}={VALUE}\n" for name in names))

    assert misspelled(Settings) == {}


def test_settings_are_those_of_the_class(tmp_path: Path) -> None:
    class Prefixed(Some):
        model_config = SettingsConfigDict(env_prefix="SHOP_")

    (tmp_path / ".env").write_text("SHOP_DEBUG=1\nSHOP_LOG_LEVLE=INFO\nLOG_LEVLE=INFO\n")

    assert misspelled(Prefixed) == {"SHOP_LOG_LEVLE": "SHOP_LOG_LEVEL"}
