"""Keys that a helper reads, by the name that it is given."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import os
import jwt
def setting(name: str) -> str:
    return os.environ[name]
SALT = setting("SALT")
KEY = setting("KEY")
if len({measured}) < 32:
    raise RuntimeError
def sign():
    return jwt.encode({{}}, KEY)
"""


@pytest.mark.parametrize(("measured", "verdict"), [("SALT", "unknown"), ("KEY", "met")])
def test_the_length_of_one_setting_says_nothing_of_another(measured, verdict):
    found = judge(facts({"app/tokens.py": SOURCE.format(measured=measured)}))
    assert (found.verdict.value, found.evidence[0].line) == (verdict, 6)


LOADED = {
    "app/default_config.py": """config = {{
    "host": "localhost",
    "port": 8000,
    "issuer": "harbour",
    {secret}
}}
""",
    "app/config.py": """import importlib.util, os
from dataclasses import dataclass
@dataclass
class Config:
    host: str
    port: int
    issuer: str
    secret: str
def load(path: str) -> Config:
    spec = importlib.util.spec_from_file_location("config", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Config(**module.config)
config = load(os.environ.get("CONFIG", "default_config.py"))
""",
    "app/tokens.py": """import jwt
from app.config import config
def read(token: str):
    return jwt.decode(token, config.secret, algorithms=["HS256"])
""",
}


@pytest.mark.parametrize(
    ("secret", "verdict"), [("'secret': 'harbour',", "not_met"), ("'size': 3,", "unknown")]
)
def test_a_mapping_that_holds_all_that_a_configuration_has(secret, verdict):
    files = {
        path: text.format(secret=secret) if "{secret}" in text else text
        for path, text in LOADED.items()
    }
    assert judge(facts(files)).verdict.value == verdict


AROUND = """import jwt, secrets
KEY = secrets.token_urlsafe(32)
class Tokens:
    {held} = {value}
    def sign(self, claims, key: str = KEY):
        return jwt.encode(claims, key, algorithm="HS256")
def maker(kind):
    {inner} = {value}
    def sign(claims, key=KEY):
        return jwt.encode(claims, key, algorithm="HS256")
    return sign
def log_in():
    {call}
"""


@pytest.mark.parametrize(
    ("held", "inner", "call", "verdict"),
    [
        ("KEY", "OTHER", "return Tokens().sign({})", "not_met"),
        ("OTHER", "KEY", "return maker('x')({})", "not_met"),
        ("OTHER", "OTHER", "return Tokens().sign({})", "met"),
    ],
)
def test_a_default_is_read_where_its_function_is_defined(held, inner, call, verdict):
    source = AROUND.format(held=held, inner=inner, call=call, value="'hunter2'")
    assert judge(facts(source)).verdict.value == verdict
