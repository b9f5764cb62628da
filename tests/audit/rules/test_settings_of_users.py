"""Digests of passwords in settings: those of users are passwords like any other."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.password_hashing import RULE

HEAD = """import hashlib
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): ...
class UserSettings(BaseModel):
    password: str
class Profile(BaseModel):
    settings: UserSettings
class Mail(BaseModel):
    password: str
class Settings(BaseSettings):
    password: str
    mail_config: Mail
class StoredSettings(Base):
    __tablename__ = "settings"
    id: Mapped[int] = mapped_column(primary_key=True)
    password: Mapped[str]
settings_of_all = Settings()
def get_settings() -> Settings:
    return settings_of_all
app = FastAPI()
"""
LINE = HEAD.count("\n") + 3
DIGEST = "    return hashlib.md5({}.encode()).hexdigest()\n"


@pytest.mark.parametrize(
    ("taken", "password"),
    [
        ("settings: UserSettings", "settings.password"),
        ("profile: Profile", "profile.settings.password"),
        ("user_settings: StoredSettings = Depends(find)", "user_settings.password"),
    ],
)
def test_what_users_send_or_keep_in_their_settings_is_theirs(taken, password):
    source = f'{HEAD}@app.post("/settings")\ndef save({taken}):\n' + DIGEST.format(password)
    assert lines(RULE, source) == [LINE]


def test_a_helper_that_is_handed_what_users_send():
    source = (
        HEAD
        + '@app.post("/settings")\ndef save(settings: UserSettings):\n    return kept(settings)\n'
        + "def kept(config: UserSettings):\n"
        + DIGEST.format("config.password")
    )
    assert lines(RULE, source) == [LINE + 2]


@pytest.mark.parametrize(
    ("taken", "password"),
    [
        ("settings: Settings = Depends(get_settings)", "settings.password"),
        ("settings: Settings = Depends(get_settings)", "settings.mail_config.password"),
        ("path: str", "get_settings().password"),
        ("config: dict = Depends(load)", "config.password"),
    ],
)
def test_nobody_owns_what_the_deployment_is_set_up_with(taken, password):
    source = f'{HEAD}@app.post("/settings")\ndef code({taken}):\n' + DIGEST.format(password)
    assert lines(RULE, source) == []
