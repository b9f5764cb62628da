"""Claims that an object of the project writes down: its class says which, its maker until when."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

HEAD = """import jwt
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
def until(**distance) -> int: ...
@dataclass
class Claims(ABC):
    sub: str
    exp: int
    @abstractmethod
    def written(self) -> dict:
        raise NotImplementedError
@dataclass
class Session(Claims):
    def written(self) -> dict:
        return {WRITTEN}
@dataclass
class Invitation(Claims):
    team: str
    def written(self) -> dict:
        return {"sub": self.sub, "exp": self.exp, "team": self.team}
class Codec:
    def __init__(self, key: str):
        self._key = key
    def sign[T: Claims](self, data: T) -> str:
        return jwt.encode(data.written(), self._key, algorithm="HS256")
class Service:
    def __init__(self, codec: Codec):
        self._codec = codec
    def let_in(self, user) -> str:
        ends = int((datetime.now(UTC) + timedelta(minutes=MINUTES)).timestamp())
        claims = Session(sub=user.id, exp=ends)
        return self._codec.sign(data=claims)
    def ask(self, user, team) -> str:
        ends = datetime.now(UTC) + timedelta(days=14)
        return self._codec.sign(Invitation(sub=user.id, exp=ends, team=team))
"""


@pytest.mark.parametrize(
    "written",
    [
        '{"sub": self.sub, "exp": self.exp}',
        "dict(sub=self.sub, exp=self.exp)",
        "asdict(self)",
    ],
)
@pytest.mark.parametrize(("minutes", "verdict"), [("10", "met"), ("90", "not_met")])
def test_the_end_is_what_the_object_is_made_with(written, minutes, verdict):
    source = HEAD.replace("{WRITTEN}", written).replace("MINUTES", minutes)
    assert judge(facts(source)).verdict.value == verdict


def test_what_only_an_interface_declares_is_no_token_without_end():
    source = HEAD.partition("@dataclass\nclass Session")[0]
    source += "def sign(data: Claims, key: str):\n    return jwt.encode(data.written(), key)\n"
    assert judge(facts(source)).verdict.value == "unknown"
