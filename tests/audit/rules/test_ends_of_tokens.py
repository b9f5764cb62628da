"""Ends of tokens by the clocks of helpers, by other libraries, and as fields that are set."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.audited import facts, lines

from fastscaffold.audit.rules.token_lifetime import RULE

MODEL = """import jwt
from datetime import datetime, timedelta
from pydantic import BaseModel
class Token(BaseModel):
    id: int
    exp: datetime | None = None
    label: str = ""
def make(token: Token, length=timedelta(minutes=15)):
    {set}
    return jwt.encode(token.{dumped}(), KEY, algorithm="HS256")
def login():
    return make(Token(id=1), timedelta(minutes=20))
"""
CLOCK = """import jwt
from {where} import {name}
from datetime import timedelta
def make(told):
    return jwt.encode({{**told, "exp": {name}() + timedelta(minutes=20)}}, KEY, algorithm="HS256")
"""
OTHER = """from datetime import datetime, timedelta
from jwt import JWT, jwk_from_dict
from jwt.utils import get_int_from_datetime
signer = JWT()
def make(told):
    told.update({"exp": get_int_from_datetime(datetime.now() + timedelta(minutes=20))})
    return signer.encode(told, jwk_from_dict({"kty": "oct", "k": KEY}), alg="HS256")
"""


def ends(source):
    return [
        each.origin.value if each.origin is not None else None
        for each in facts(source).tokens.lifetimes
    ]


@pytest.mark.parametrize("dumped", ["dict", "model_dump"])
def test_an_end_is_set_on_a_model(dumped):
    source = MODEL.format(set="token.exp = datetime.now() + length", dumped=dumped)
    assert ends(source) == [timedelta(minutes=20)]


def test_another_field_is_no_end():
    source = MODEL.format(set="token.label = datetime.now() + length", dumped="dict")
    assert timedelta(minutes=20) not in ends(source)


@pytest.mark.parametrize(
    "name", ["get_now_with_tz", "utc_now", "now_utc", "tznow", "current_utc_time", "utcnow"]
)
def test_a_helper_that_is_not_there_tells_the_moment(name):
    assert ends(CLOCK.format(where="shared.clock", name=name)) == [timedelta(minutes=20)]


@pytest.mark.parametrize("name", ["known", "snow", "end_of_day", "last_login_time"])
def test_other_helpers_tell_nothing(name):
    assert timedelta(minutes=20) not in ends(CLOCK.format(where="shared.clock", name=name))


def test_another_library_of_that_name():
    assert ends(OTHER) == [timedelta(minutes=20)]


@pytest.mark.parametrize(
    ("kept", "count"),
    [("state", 0), ("reset_token", 0), ("self.download_token", 0), ("token", 1), ("held", 1)],
)
def test_what_a_token_is_kept_as_says_what_it_is_for(kept, count):
    source = f"""import jwt
class Client:
    def ask(self, told):
        {kept} = jwt.encode({{"to": told}}, KEY, algorithm="HS256")
        return {kept}
"""
    assert ends(source) == [None]
    assert len(lines(RULE, source)) == count
