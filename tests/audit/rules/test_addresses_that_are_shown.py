"""Addresses that are patterns and examples, paths of keys, and documents that were sent."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

SETTINGS = """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    ssh_key: str = %r
"""
SENT = """import tomllib, yaml
from omegaconf import OmegaConf
from fastapi import Request, UploadFile
from typing import Annotated
%s
"""


@pytest.mark.parametrize(
    "source",
    [
        'import re\ndef f(a):\n    return re.sub(r"mysql://[^:]+:[^@]+@", "mysql://", a)',
        'import re\ndef f(a):\n    return re.match(r"mysql://([^:]+):([^@]+)@(.+)", a)',
        'PATTERN = r"mysql://[^:]+:[^@]+@.+"',
        'SHOWN = {"mysql": "mysql://user:password@host:3306/name"}',
        'HINT = "mysql://user:password@host:3306/name"',
        'def f(errors):\n    errors.append("mysql://USER:PASSWORD@HOST/DB")',
        'def f():\n    return "https://x-access-token:TOKEN@git.example/a/b"',
        'def f():\n    return "mysql://[user]:[password]@db/name"',
        'def f():\n    return "mysql://USERNAME:YOUR_PASSWORD@db/name"',
        'def f():\n    shown = "mysql://[user]:[password]@db/name"\n    return shown',
        'parser = Parser(epilog="mysql://shop:Winter-9@db/name")',
        'URL_EXAMPLES = ["mysql://shop:Winter-9@db/name"]',
    ],
)
def test_addresses_that_show_what_one_is_like(source):
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    "source",
    [
        'engine = create_engine("mysql://user:password@localhost/shop")',
        'engine = create_engine("mysql://shop:password@db/shop")',
        'DATABASE_URL = "mysql://user:password@localhost/shop"',
        'BACKENDS = ["mysql://shop:Win(ter)9@db/shop"]',
        'BACKENDS = ["mysql://shop:Winter-9@host/shop"]',
    ],
)
def test_addresses_that_are_connected_to(source):
    assert lines(RULE, source) == [1]


@pytest.mark.parametrize(
    ("default", "found"),
    [
        ("~/.ssh/id_ed25519", []),
        ("/run/secrets/deploy_key", []),
        ("keys/deploy.pem", []),
        ("/9j4Qk+harbour7Zt", [3]),
        ("harbour-7-key", [3]),
    ],
)
def test_a_path_is_no_key(default, found):
    source = SETTINGS.replace("ssh_key: str", "ssh_key: SecretStr")
    source = source.replace("class", "from pydantic import SecretStr\nclass", 1)
    assert [each - 1 for each in lines(RULE, source % default)] == found
    assert lines(RULE, SETTINGS % default) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("async def f(file: UploadFile):\n    told = yaml.safe_load(await file.read())", []),
        ("def f(sent: Annotated[UploadFile, 1]):\n    told = yaml.safe_load(sent.file)", []),
        (
            "async def f(request: Request):\n    told = tomllib.loads((await request.body()).decode())",
            [],
        ),
        ("def f(text: str):\n    told = yaml.safe_load(text)", []),
        ("def f(path: str):\n    told = yaml.safe_load(open(path))", [7]),
        ("def f(path: Path):\n    told = yaml.safe_load(path.read_text())", [7]),
        ("def f(path: str):\n    told = OmegaConf.load(path)", [7]),
        ("async def f(file: UploadFile):\n    a = await file.read()\n    told = yaml.load(a)", []),
        ("def f():\n    with open('a') as file:\n        told = yaml.safe_load(file.read())", [8]),
    ],
)
def test_what_is_sent_is_no_configuration(source, found):
    source = f"{source}\n    return connect(told['password'])"
    assert lines(RULE, SENT % source) == found


@pytest.mark.parametrize(
    ("name", "found"), [("FormSettings", []), ("ConfigReader", [5]), ("EnvSource", [5])]
)
def test_a_form_reads_no_settings(name, found):
    source = f"""class {name}:
    def text(self, name, label=""):
        return self.fields[name]
held = {name}()
held.text("password", "Your password")
"""
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ('"mysql://shop:Winter-9@db.example/orders_tests"', [1]),
        ('"mysql://shop:Winter-9@10.1.2.3/test"', [1]),
        ('"mysql://shop:Winter-9@db.example/orders".replace("mysql:", "mysql+aiomysql:")', [1]),
        ('"jdbc:mysql://shop:Winter-9@db.example/orders".removeprefix("jdbc:")', []),
        ('"mysql://shop:Winter-9@db.example/orders".removeprefix("x")', [1]),
        ('"mysql://shop:Winter-9@localhost:3306/orders_test"', []),
        ('"mysql://shop:Winter-9@127.0.0.1/test"', []),
        ('"mysql://shop:Winter-9@db/test_orders?ssl=0"', []),
        ('url.replace("mysql://shop:Winter-9@db.example", "mysql://db.example")', []),
        ('"mysql://shop:Winter-9@db.example/orders".startswith(kind)', []),
    ],
)
def test_an_address_that_is_changed_is_still_one(given, found):
    assert lines(RULE, f"engine = create_engine({given})\n") == found
