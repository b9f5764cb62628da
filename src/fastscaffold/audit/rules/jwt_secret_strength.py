"""Keys of tokens that stand in the code, or may be too short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.secrets.keys import Strength

_MESSAGES: dict[Strength, str] = {
    "hard_coded": "Tokens are signed with a key that stands in the code.",
    "borrowed": "Tokens are signed with the password of a user, and no secret of their own.",
    "short": "Tokens are signed with fewer than 32 random bytes.",
    "lenient": "Tokens are signed with a key that stands in the code, but for production.",
    "open": "The key of tokens may be of any length.",
}


def check(facts: Facts) -> Iterator[Hit]:
    """Each place that decides a key which is not a long secret."""
    seen: set[tuple[str, int]] = set()
    for origin, strength in facts.keys.graded:
        message = _MESSAGES.get(strength)
        key = (origin.place.path, origin.place.line)
        if message is None or key in seen:
            continue
        seen.add(key)
        field = origin.field
        symbol = f"{field.owner.symbol}.{field.name}" if field is not None else ""
        yield Hit(origin.place, message, symbol)


_TOKENS = """import jwt

from app.config import settings


def sign(claims: dict[str, object]) -> str:
    return jwt.encode(claims, settings.secret_key, algorithm="HS256")
"""

RULE = Rule(
    id="SEC001",
    name="jwt-secret-strength",
    severity=Severity.P0,
    topic="security",
    seed="JWT secret >=256 bits, from env",
    what="The key that reaches `jwt.encode` or `jwt.decode`, traced to its setting: a default that"
    " is accepted, fewer than 32 random bytes, or a setting without `min_length=32`. Keys that"
    " are generated, and defaults that a validator refuses, are left alone.",
    why="Whoever knows the key, or guesses it offline from one token, writes tokens of any user."
    " A short key is guessed in minutes, and a default stands in the repository.",
    bad={
        "app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret_key: str = "changethis"


settings = Settings()
""",
        "app/tokens.py": _TOKENS,
    },
    good={
        "app/config.py": """from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret_key: str = Field(min_length=32)


settings = Settings()
""",
        "app/tokens.py": _TOKENS,
    },
    fix="Read the key from the environment without a default, and refuse less than 32 bytes.",
    check=check,
)
