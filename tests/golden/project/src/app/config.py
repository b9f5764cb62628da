"""Settings, read once from the environment and from ``.env``."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[2]
SECRET_BYTES = 32
# Any random token of 32 bytes has more distinct characters than this, whatever its alphabet.
SECRET_DISTINCT_CHARACTERS = 10
PLACEHOLDERS = ("changeme", "change-me", "change_me", "placeholder", "your-secret", "your_secret")
HOW_TO_MAKE_ONE = "as from: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
ASYNC_DRIVERS = {
    "postgres://": "postgresql+psycopg://",
    "postgresql://": "postgresql+psycopg://",
    "sqlite://": "sqlite+aiosqlite://",
}


class Environment(StrEnum):
    """Where the application runs."""

    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"


class ConfigurationError(RuntimeError):
    """The environment does not describe an application that may start."""


@dataclass(frozen=True, slots=True)
class SetWhenDeployed:
    """Marks a setting whose default is for development only.

    Attributes:
        example: a value that it may be given.
    """

    example: str


def _random(value: SecretStr) -> SecretStr:
    secret = value.get_secret_value()
    if len(secret.encode()) < SECRET_BYTES:
        raise ValueError(f"needs at least {SECRET_BYTES} random bytes, {HOW_TO_MAKE_ONE}")
    placeholder = any(word in secret.lower() for word in PLACEHOLDERS)
    if placeholder or len(set(secret)) < SECRET_DISTINCT_CHARACTERS:
        raise ValueError(f"needs to be random, {HOW_TO_MAKE_ONE}")
    return value


RandomSecret = Annotated[SecretStr, AfterValidator(_random)]


class Settings(BaseSettings):
    """Everything that may differ from one deployment to the next.

    Attributes:
        debug: logs every statement that goes to the database.
        slow_request_ms: from here on a request is logged as a warning.
        readiness_timeout: seconds that ``/ready`` waits for the database.
    """

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    app_name: str = "api"
    environment: Environment = Environment.DEVELOPMENT
    debug: bool = False
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR|CRITICAL)$")
    slow_request_ms: int = Field(default=1_000, ge=1)

    secret_key: RandomSecret

    database_url: Annotated[SecretStr, SetWhenDeployed("postgresql://user:password@db/name")] = (
        SecretStr(f"sqlite+aiosqlite:///{PROJECT_ROOT / 'app.db'}")
    )
    database_pool_size: int = Field(default=20, ge=1)
    database_max_overflow: int = Field(default=0, ge=0)
    database_pool_timeout: float = Field(default=10, gt=0)
    readiness_timeout: float = Field(default=2, gt=0)

    @field_validator("database_url")
    @classmethod
    def _uses_an_async_driver(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        for prefix, replacement in ASYNC_DRIVERS.items():
            if url.startswith(prefix):
                return SecretStr(replacement + url.removeprefix(prefix))
        return value

    @model_validator(mode="after")
    def _is_safe_outside_development(self) -> Self:
        if self.environment is Environment.DEVELOPMENT:
            return self
        for name, field in type(self).model_fields.items():
            marks = [mark for mark in field.metadata if isinstance(mark, SetWhenDeployed)]
            # .env.example sets some to what is their default.
            if marks and getattr(self, name) == field.default:
                raise ValueError(f"{name.upper()}: required in {self.environment}")
        if self.debug and self.environment is Environment.PRODUCTION:
            raise ValueError("DEBUG: not in production")
        return self

    @property
    def serves_docs(self) -> bool:
        """Whether the OpenAPI schema and its pages are public."""
        return self.environment is not Environment.PRODUCTION


@lru_cache
def get_settings() -> Settings:
    """The settings of this process.

    Raises:
        ConfigurationError: names every variable that is missing or wrong, and no value.
    """
    try:
        return Settings()  # pyright: ignore[reportCallIssue]  # the environment fills it
    except ValidationError as error:
        problems = [
            f"{str(problem['loc'][0]).upper()}: {problem['msg']}"
            if problem["loc"]
            else problem["msg"]
            for problem in error.errors(include_input=False, include_context=False)
        ]
        raise ConfigurationError("; ".join(problems)) from None
