"""Settings, read once from the environment and from ``.env``."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.core.misspelled import misspelled

ListT = TypeVar("ListT")
ValueT = TypeVar("ValueT")

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
DRIVERS = ("postgresql+psycopg://", "sqlite+aiosqlite://")


class Environment(StrEnum):
    """Where the application runs."""

    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"


class ConfigurationError(SystemExit):
    """The environment does not describe an application that may start.

    It ends the process with its message, which a traceback would bury.
    """


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


RANDOM = AfterValidator(_random)
RandomSecret = Annotated[SecretStr, RANDOM]


def _random_if_given(value: SecretStr) -> SecretStr:
    return _random(value) if value.get_secret_value() else value


OptionalSecret = Annotated[SecretStr, AfterValidator(_random_if_given)]


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.startswith("["):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise ValueError('needs values with commas between, or JSON: ["a", "b"]') from None
    return [part.strip() for part in value.split(",") if part.strip()]


# A variable with commas, ``a,b``, which needs no quotes anywhere, or with JSON: ``["a", "b"]``.
CommaSeparated = Annotated[ListT, NoDecode, BeforeValidator(_split)]


def _like(example: str, pattern: str) -> AfterValidator:
    def check(value: str) -> str:
        if value != "*" and not re.fullmatch(pattern, value):
            raise ValueError(f"needs values such as {example}, or *")
        return value

    return AfterValidator(check)


# A name as requests have it in Host, without a port; ``*.example.com`` is every host below it.
Host = Annotated[str, _like("api.example.com", r"(\*\.)?[\w-]+(\.[\w-]+)*|\[[\da-fA-F:.]+\]")]
# What browsers send as Origin: no path, not even its slash. Apps have schemes of their own.
Origin = Annotated[str, _like("https://app.example.com", r"[a-z][a-z\d+.-]*://[^/\s]+")]


def choices(annotation: object) -> str:
    """What a setting may be that may be but some values; an empty one is for development."""
    is_of_some = get_origin(annotation) is Literal
    return " or ".join(value for value in get_args(annotation) if value) if is_of_some else ""


class Settings(BaseSettings):
    """Everything that may differ from one deployment to the next.

    Attributes:
        debug: logs every statement that goes to the database.
        slow_request_ms: from here on a request is logged as a warning.
        password_hashes_at_once: how many threads of a process hash passwords.
        database_lock_timeout: seconds that a statement waits for a lock; 0 is for ever.
        database_statement_timeout: seconds that a statement may take; 0 is no limit.
        database_idle_timeout: seconds that a transaction waits for this process; 0 is for ever.
        database_session_options: sends these three, and more of a session, when it connects.
        readiness_timeout: seconds that ``/ready`` waits for the database.
    """

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    app_name: str = "api"
    environment: Environment = Environment.DEVELOPMENT
    debug: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    slow_request_ms: int = Field(default=1_000, ge=1)
    password_hashes_at_once: int = Field(default=2, ge=1)

    secret_key: RandomSecret

    database_url: Annotated[SecretStr, SetWhenDeployed("postgresql://user:password@db/name")] = (
        SecretStr(f"sqlite+aiosqlite:///{PROJECT_ROOT / 'app.db'}")
    )
    database_pool_size: int = Field(default=20, ge=1)
    database_max_overflow: int = Field(default=0, ge=0)
    database_pool_timeout: float = Field(default=10, gt=0)
    database_connect_timeout: int = Field(default=5, ge=2)
    database_lock_timeout: int = Field(default=5, ge=0)
    database_statement_timeout: int = Field(default=30, ge=0)
    database_idle_timeout: int = Field(default=120, ge=0)
    database_session_options: bool = True
    readiness_timeout: float = Field(default=2, gt=0)

    @field_validator("database_url")
    @classmethod
    def _uses_an_async_driver(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        for prefix, replacement in ASYNC_DRIVERS.items():
            if url.startswith(prefix):
                return SecretStr(replacement + url.removeprefix(prefix))
        if not url.startswith(DRIVERS):
            raise ValueError("needs postgresql:// or sqlite://; other drivers are not supported")
        return value

    # Of each field and not of the model, which pydantic looks at once all fields are right only:
    # whoever deploys is told everything at once. A field sees those above it, which is why
    # `environment` stands above all that it is about.
    @field_validator("*")
    @classmethod
    def _is_safe_outside_development(cls, value: ValueT, info: ValidationInfo) -> ValueT:
        environment = info.data.get("environment", Environment.DEVELOPMENT)
        if environment is Environment.DEVELOPMENT:
            return value
        name = info.field_name or ""
        field = cls.model_fields[name]
        for mark in field.metadata:
            # .env.example sets some to what is their default.
            if isinstance(mark, SetWhenDeployed) and (not value or value == field.default):
                wanted = choices(field.annotation) or f"such as {mark.example}"
                raise ValueError(f"needs its own value in {environment}, {wanted}")
        for other, given in info.data.items() if RANDOM in field.metadata else ():
            if given == value and RANDOM in cls.model_fields[other].metadata:
                raise ValueError(f"the same as {other.upper()}: one secret each")
        if name == "debug" and value and environment is Environment.PRODUCTION:
            raise ValueError("not in production")
        return value

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
        like = [f"{name}: not read; is it {it}?" for name, it in misspelled(Settings).items()]
        lines = ("Set these in the environment, or in .env:", *_problems(error), *like)
        raise ConfigurationError("\n  ".join(lines)) from None


def _problems(error: ValidationError) -> Iterator[str]:
    problems = error.errors(include_input=False, include_context=False)
    with_wrong_values = {problem["loc"][0] for problem in problems if len(problem["loc"]) > 1}
    for problem in problems:
        # Empty is a choice of development only.
        message = problem["msg"].removeprefix("Value error, ").replace("'', ", "")
        if not problem["loc"]:
            yield from message.splitlines()
            continue
        name = str(problem["loc"][0])
        # Values that are wrong are not counted: a list that has but such ones is not empty.
        if problem["type"] == "too_short" and name in with_wrong_values:
            continue
        if problem["type"] == "missing":
            is_random = RANDOM in Settings.model_fields[name].metadata
            message = f"required, {HOW_TO_MAKE_ONE}" if is_random else "required"
        yield f"{name.upper()}: {message}"
