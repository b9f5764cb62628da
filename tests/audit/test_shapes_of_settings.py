"""Names that are annotated with a protocol: what they are given need not derive from it."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import cors, jwt_secret

HEAD = """import jwt
from typing import Annotated, Protocol
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
class Shape(Protocol):
    origins: list[str]
    @property
    def secret(self) -> str: ...
    def told(self) -> str: ...
class Wider(Shape, Protocol):
    name: str
class Base:
    secret = "changeme"
    def told(self) -> str:
        return self.name
class Settings(Base):
    name: str = "shop"
    def __init__(self) -> None:
        self.origins = ["*"]
"""
USE = """
app.add_middleware(CORSMiddleware, allow_origins={held}.origins)
def issue():
    return jwt.encode({{"sub": "1"}}, {held}.secret, algorithm="HS256")
"""
DEPENDS = """
def get():
    return Settings()
@app.post("/login")
def issue({parameter}):
    return jwt.encode({{"sub": "1"}}, settings.secret, algorithm="HS256")
"""


@pytest.mark.parametrize(
    ("source", "held"),
    [
        ("settings: Shape = Settings()", "settings"),
        ("settings: Wider = Settings()", "settings"),
        ("settings: 'Shape | None' = Settings()", "settings"),
        ("def get() -> Shape:\n    return Settings()\nsettings = get()", "settings"),
        ("def get() -> Shape:\n    return Settings()", "get()"),
        ("class Held:\n    settings: Shape = Settings()\nheld = Held()", "held.settings"),
    ],
)
def test_settings_are_what_they_are_given(source, held):
    found = facts(HEAD + source + USE.format(held=held))
    assert [each.judge(found).verdict.value for each in (cors, jwt_secret)] == ["not_met"] * 2


@pytest.mark.parametrize(
    "parameter",
    ["settings: Shape = Depends(get)", "settings: Annotated[Shape, Depends(get)]"],
)
def test_settings_are_what_a_dependency_returns(parameter):
    found = facts(HEAD + DEPENDS.format(parameter=parameter))
    assert jwt_secret.judge(found).verdict.value == "not_met"


PORT = """from typing import Protocol
from redis import Redis
from werkzeug.local import LocalProxy
class Port(Protocol):
    limit: int
    def get(self, name: str) -> str: ...
class Real:
    limit = 5
    def get(self, name: str) -> str:
        return name
class Less:
    def get(self, name: str) -> str:
        return name
class Proxy:
    def __getattr__(self, name): ...
class Other:
    limit = 6
    def get(self, name: str) -> str:
        return name
def one() -> Port:
    if ready():
        return Real()
    return Real()
def either() -> Port:
    if ready():
        return Real()
    return Other()
real: Port = Real()
less: Port = Less()
proxy: Port = Proxy()
stored: Port = Redis()
local: Port = LocalProxy(find)
held = HELD
"""


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        ("real", "app.main.Real"),
        ("one()", "app.main.Real"),
        ("stored", "redis.Redis"),
        # What lacks something of it stands for something else.
        ("less", "app.main.Port"),
        ("proxy", "app.main.Port"),
        ("local", "app.main.Port"),
        ("either()", "app.main.Port"),
    ],
)
def test_what_has_the_shape_of_a_protocol_is_known_by_what_it_is(held, kind):
    index = facts(PORT.replace("HELD", held)).index
    main = index.modules["app.main"]
    assert index.kind(main.assigned["held"][0], main) == kind
