"""Items that a mapping is given after it was made: in which order, and under which conditions."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import cors, jwt_secret

HEAD = """import os
import jwt
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    jwt_secret: str = Field(min_length=32)
    extra: bool
settings = Settings()
app = FastAPI()
"""
SIGN = """
def sign(claims: dict) -> str:
    return jwt.encode(claims, CONFIG["jwt"], algorithm="HS256")
"""
LITERAL = 'CONFIG = {"jwt": "changeme"}\n'
WRITE = 'CONFIG["jwt"] = settings.jwt_secret\n'
PROD = 'if os.getenv("ENV") == "production":\n    '


def verdict(source: str) -> str:
    return jwt_secret.judge(facts(HEAD + source)).verdict.value


@pytest.mark.parametrize(
    "source",
    [
        LITERAL + PROD + WRITE,
        LITERAL + f"{PROD}CONFIG.update(jwt=settings.jwt_secret)\n",
        LITERAL + f"{PROD}CONFIG |= {{'jwt': settings.jwt_secret}}\n",
        LITERAL + f"for each in os.environ:\n    {WRITE}",
        LITERAL + f"try:\n    load()\nexcept OSError:\n    {WRITE}",
        LITERAL + f"match os.getenv('ENV'):\n    case 'production':\n        {WRITE}",
        LITERAL + f"{PROD}{WRITE}elif settings.extra:\n    {WRITE}",
        LITERAL + 'CONFIG.setdefault("jwt", settings.jwt_secret)\n',
        LITERAL + f'if "jwt" not in CONFIG:\n    {WRITE}',
        LITERAL + f"try:\n    load()\n    {WRITE}except OSError:\n    pass\n",
        LITERAL + f"with contextlib.suppress(OSError):\n    {WRITE}",
        # What is missing is another key than what is written.
        f"CONFIG = {{}}\n{WRITE}if 'other' not in CONFIG:\n    CONFIG['jwt'] = 'dev'\n",
        f"CONFIG = {{}}\n{WRITE}OLD = {{'jwt': 'dev'}}\nCONFIG.update(OLD)\n",
        f"CONFIG = {{}}\n{WRITE}CONFIG.update(dict(jwt='dev'))\n",
        WRITE.replace("CONFIG", "OLD").join(["OLD = {}\n", LITERAL]),
    ],
)
def test_a_literal_that_may_stay_is_a_key(source):
    assert verdict(source + SIGN) == "not_met"


@pytest.mark.parametrize(
    "source",
    [
        LITERAL + WRITE,
        LITERAL + f"{PROD}{WRITE}else:\n    {WRITE}",
        LITERAL + f"{PROD}{WRITE}elif settings.extra:\n    {WRITE}else:\n    {WRITE}",
        LITERAL + f"with open('log') as log:\n    {WRITE}",
        LITERAL + f"try:\n    {WRITE}finally:\n    pass\n",
        LITERAL + f"try:\n    {WRITE}except OSError:\n    raise\n",
        "CONFIG = {}\n" + 'CONFIG.setdefault("jwt", settings.jwt_secret)\n',
        'CONFIG = {"other": "changeme"}\n' + f'if "jwt" not in CONFIG:\n    {WRITE}',
        "CONFIG = {}\n" + PROD + WRITE,
        # What is there already stays.
        "CONFIG = {'jwt': settings.jwt_secret}\nif 'jwt' not in CONFIG:\n    CONFIG['jwt'] = 'dev'\n",
        "CONFIG = {'jwt': settings.jwt_secret}\nCONFIG.setdefault('jwt', 'dev')\n",
        LITERAL + 'CONFIG.update({"jwt": settings.jwt_secret})\n',
        # What only development is given is not shipped.
        LITERAL + WRITE + 'if os.getenv("ENV") == "development":\n    CONFIG["jwt"] = "dev"\n',
    ],
)
def test_what_is_written_whatever_happens_holds(source):
    assert verdict(source + SIGN) == "met"


LOCAL = """
def sign(claims: dict, names: list) -> str:
    options = {"key": "changeme"}
"""
USE = 'token = jwt.encode(claims, options["key"], algorithm="HS256")\n'
PUT = 'options["key"] = settings.jwt_secret\n'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"    {USE}    {PUT}    return token\n", "not_met"),
        (f"    {PUT}    {USE}    return token\n", "met"),
        (f"    if names:\n        {PUT}        {USE}        return token\n", "met"),
        (f"    if names:\n        {PUT}    {USE}    return token\n", "not_met"),
        (f"    for each in names:\n        {PUT}        {USE}    return token\n", "met"),
        (f"    for each in names:\n        {USE}        {PUT}    return token\n", "not_met"),
        (f"    def put():\n        {PUT}    {USE}    return token\n", "not_met"),
    ],
)
def test_what_is_written_later_or_elsewhere_is_not_used(body, expected):
    assert verdict(LOCAL + body) == expected


def test_what_is_written_before_on_one_line_is_used():
    written = 'options = {"key": settings.jwt_secret}; options["key"] = "dev"'
    source = f"def sign(claims: dict) -> str:\n    {written}; {USE}    return token\n"
    assert verdict(source) == "not_met"


def test_a_loop_comes_back_to_what_is_written_later():
    body = f"    for each in names:\n        {USE}        {PUT}"
    found = facts(HEAD + LOCAL.replace("changeme", "x" * 40) + body)
    assert {each.kind for _, each in found.tokens.keys} == {"constant", "required"}


def test_what_is_written_where_a_mapping_is_defined():
    files = {
        "app/config.py": HEAD + LITERAL + WRITE,
        "app/main.py": "import jwt\nfrom app.config import CONFIG\n" + SIGN,
    }
    assert jwt_secret.judge(facts(files)).verdict.value == "met"


def test_the_default_of_a_read_is_none_of_a_mapping_that_has_the_item():
    source = 'CONFIG = {"jwt": settings.jwt_secret}\nCONFIG["other"] = "x"\n'
    sign = SIGN.replace('CONFIG["jwt"]', 'CONFIG.get("jwt", "changeme")')
    assert verdict(source + sign) == "met"
    assert verdict('CONFIG = {}\nCONFIG["other"] = "x"\n' + sign) == "not_met"
    assert verdict("CONFIG = {}\n" + PROD + WRITE + sign) == "not_met"


ORIGINS = """OPTIONS = {{"origins": {literal}}}
{written}
app.add_middleware(CORSMiddleware, allow_origins=OPTIONS["origins"], allow_credentials=True)
"""
SHOP = '["https://shop.example"]'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f'OPTIONS.setdefault("origins", {SHOP})', "not_met"),
        (f'{PROD}OPTIONS["origins"] = {SHOP}', "not_met"),
        (f'OPTIONS["origins"] = {SHOP}', "partial"),
    ],
)
def test_origins_that_may_stay_are_open(written, expected):
    source = HEAD + ORIGINS.format(literal='["*"]', written=written)
    assert cors.judge(facts(source)).verdict.value == expected


def test_a_long_chain_of_conditions_ends():
    branches = "".join(f"elif os.getenv('A{each}'):\n    pass\n" for each in range(900))
    source = f"{LITERAL}if settings.extra:\n    {WRITE}{branches}"
    assert verdict(source + SIGN) == "not_met"
