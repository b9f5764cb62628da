"""Cures of code that is written in other ways than the examples of the rules."""

from __future__ import annotations

import pytest
from support.mended import mended

MAKE = """

def make(user, key):
    return jwt.encode({"sub": user, "exp": end()}, key, algorithm="HS256")
"""


def cure(rule: str, text: str, path: str = "app/main.py", **others: str) -> str:
    """One file, mended."""
    result = mended({path: text, **others}, rule)
    assert result.closed, list(result.skipped.values())
    return result.files[path].decode()


def reasons(rule: str, text: str, path: str = "app/main.py", **others: str) -> list[str]:
    """Why nothing is changed."""
    result = mended({path: text, **others}, rule)
    assert result.files == {}
    return list(result.skipped.values())


class TestTokens:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            pytest.param(
                """import jwt as tokens

def read(token, key):
    return tokens.decode(
        token,
        key,  # ours
        algorithms=["HS256"],  # no other
    )
""",
                """import jwt as tokens

def read(token, key):
    return tokens.decode(
        token,
        key,  # ours
        algorithms=["HS256"],  # no other
        options={"require": ["exp"]},
    )
""",
                id="one a line with comments and a last comma",
            ),
            pytest.param(
                """from jwt import decode

def read(token, key):
    return decode(
        token,
        key,
        algorithms=["HS256"]  # no other
    )
""",
                """from jwt import decode

def read(token, key):
    return decode(
        token,
        key,
        algorithms=["HS256"],  # no other
        options={"require": ["exp"]}
    )
""",
                id="imported by name, no last comma",
            ),
            pytest.param(
                """import jwt

def read(token, key):
    return jwt.decode(token,
                      key,
                      algorithms=["HS256"])
""",
                """import jwt

def read(token, key):
    return jwt.decode(token,
                      key,
                      algorithms=["HS256"],
                      options={"require": ["exp"]})
""",
                id="aligned",
            ),
            pytest.param(
                """import jwt

def read(token, key):
    return jwt.decode(
        token, key, algorithms=["HS256"]
    )
""",
                """import jwt

def read(token, key):
    return jwt.decode(
        token, key, algorithms=["HS256"], options={"require": ["exp"]}
    )
""",
                id="hanging",
            ),
            pytest.param(
                """import jwt

class Service:
    async def read(self, token_of_a_user):
        return jwt.decode(
            token_of_a_user, self.settings.secret_key, algorithms=["HS256"]
        )
""",
                """import jwt

class Service:
    async def read(self, token_of_a_user):
        return jwt.decode(
            token_of_a_user,
            self.settings.secret_key,
            algorithms=["HS256"],
            options={"require": ["exp"]},
        )
""",
                id="hanging, and too long afterwards",
            ),
            pytest.param(
                """import jwt

def read(token, key):
    if not token:
        return dict(jwt.decode(token, key, algorithms=["HS256"]), kind="anonymous")
    return jwt.decode(token, key, algorithms=["HS256"],)
""",
                """import jwt

def read(token, key):
    if not token:
        return dict(jwt.decode(
            token, key, algorithms=["HS256"], options={"require": ["exp"]}
        ), kind="anonymous")
    return jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp"]},)
""",
                id="twice, one inside of another call",
            ),
            pytest.param(
                """import jwt

def read(token, key):
    return jwt.decode(token, key, ["HS256"], {"verify_aud": False,})["sub"]
""",
                None,
                id="options by place",
            ),
            pytest.param(
                """import jwt

def read(token, key):
    return jwt.decode(token, key, ["HS256"], options={"verify_aud": False})["sub"]
""",
                """import jwt

def read(token, key):
    return jwt.decode(token, key, ["HS256"], options={"verify_aud": False, "require": ["exp", "sub"]})["sub"]
""",
                id="options that are there",
            ),
            pytest.param(
                """from jose import jwt

def read(token, key):
    return jwt.decode(token, key, ["HS256"])["sub"]
""",
                """from jose import jwt

def read(token, key):
    return jwt.decode(
        token, key, ["HS256"], options={"require_exp": True, "require_sub": True}
    )["sub"]
""",
                id="jose",
            ),
        ],
    )
    def test_claims_are_required(self, before, after):
        made = {"app/issuing.py": f"import jwt\n{MAKE}"}
        if after is None:
            assert reasons("SEC013", before, **made)
        else:
            assert cure("SEC013", before, **made) == after

    @pytest.mark.parametrize(
        "payload",
        [
            '{"sub": user, "exp": None}',
            '{"sub": user, **more}',
            "claims(user)",
            'dict(sub=user) | ({"exp": end()} if end else {})',
        ],
    )
    def test_claims_that_a_token_may_lack_are_not_required(self, payload):
        text = f"""import jwt

def make(user, key, more):
    return jwt.encode({payload}, key)

def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])
"""
        assert reasons("SEC013", text) == [
            "Not every token that the project makes is seen to have `exp`."
        ]

    @pytest.mark.parametrize(
        "body",
        [
            'claims = data.copy()\n    claims.update({"exp": end()})',
            'claims = dict(data)\n    claims["exp"] = end()',
            'claims = {**data, "exp": end()}',
            "claims = Claims(exp=end()).model_dump()",
            'if key:\n        until = end()\n    else:\n        until = now()\n    claims = {"exp": until}',
        ],
    )
    def test_claims_are_followed(self, body):
        text = f"""import jwt

class Claims: ...

def make(data, key):
    {body}
    return jwt.encode(claims, key)

def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])
"""
        assert '"require": ["exp"]' in cure("SEC013", text)

    @pytest.mark.parametrize(
        "body",
        [
            'claims = data.copy()\n    if key:\n        claims.update({"exp": end()})',
            'claims = {"exp": end()}\n    if key:\n        claims = {}',
            'claims = {"exp": end()}\n    claims.pop("exp")',
            'claims = {"exp": end()}\n    del claims["exp"]',
            'until = None\n    claims = {"exp": until}',
        ],
    )
    def test_claims_that_a_branch_leaves_out_are_not(self, body):
        text = f"""import jwt

def make(data, key):
    {body}
    return jwt.encode(claims, key)

def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])
"""
        assert reasons("SEC013", text)

    # As in a public project whose own tests broke: the error that its helper does not catch is
    # MissingRequiredClaimError, which is no DecodeError.
    HELPER = """import jwt
from app.errors import Expired, Invalid

def make(user, key):
    return jwt.encode({"sub": user, "exp": end()}, key, algorithm="HS256")

def read(token, key):
    try:
        return jwt.decode(token, key, algorithms=["HS256"])
    except jwt.exceptions.DecodeError:
        raise Invalid
    except jwt.exceptions.ExpiredSignatureError:
        raise Expired
"""

    @pytest.mark.parametrize(
        ("decode", "handler"),
        [
            ("jwt.decode", "jwt.exceptions.DecodeError"),
            ("jwt.decode", "(jwt.DecodeError, ValueError)"),
            ("jose.jwt.decode", "jose.ExpiredSignatureError"),
        ],
    )
    def test_claims_whose_lack_nobody_catches_are_not_required(self, decode, handler):
        text = self.HELPER.replace("jwt.exceptions.DecodeError", handler)
        text = text.replace("import jwt\n", "import jose.jwt\nimport jose\nimport jwt\n")
        text = text.replace("jwt.decode(token", f"{decode}(token")
        assert reasons("SEC013", text) == [
            "Only other errors of tokens are caught where it is decoded."
        ]

    def test_claims_whose_lack_no_caller_catches_are_not_required(self):
        text = f"""import jwt
{MAKE}
def decode(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])

def read(token, key):
    try:
        return decode(token, key)
    except jwt.DecodeError:
        return None
"""
        assert reasons("SEC013", text)

    @pytest.mark.parametrize(
        "handler",
        [
            "jwt.InvalidTokenError",
            "jwt.exceptions.PyJWTError",
            "(KeyError, jwt.MissingRequiredClaimError)",
            "Exception",
            "",
        ],
    )
    def test_claims_whose_lack_is_caught_are_required(self, handler):
        text = self.HELPER.replace("jwt.exceptions.ExpiredSignatureError", handler)
        assert '"require": ["exp"]' in cure("SEC013", text)

    def test_claims_that_tokens_of_tests_lack_are_not_required(self):
        text = self.HELPER.replace("exceptions.DecodeError", "InvalidTokenError")
        test = """import jwt
from app.main import read

def test_read():
    assert read(jwt.encode({"sub": "1"}, "k" * 32), "k" * 32) == {"sub": "1"}
"""
        assert reasons("SEC013", text, **{"tests/test_read.py": test}) == [
            "Tests make tokens that are not seen to have `exp`."
        ]
        dated = test.replace('{"sub": "1"}, "', '{"sub": "1", "exp": 4e9}, "')
        assert '"require": ["exp"]' in cure("SEC013", text, **{"tests/test_read.py": dated})

    def test_the_name_of_the_algorithm_is_taken_where_it_means_the_same(self):
        text = """import jwt
from app.config import settings

def make(user, key):
    return jwt.encode({"sub": user}, key, settings.algorithm)

def read(token, key):
    return jwt.decode(token, key)
"""
        config = "class Settings:\n    algorithm = 'HS256'\n\nsettings = Settings()\n"
        assert "jwt.decode(token, key, algorithms=[settings.algorithm])" in cure(
            "SEC012", text, **{"app/config.py": config}
        )

    @pytest.mark.parametrize(
        "text",
        [
            "import jwt\n\ndef read(token, key):\n    return jwt.decode(token, key)\n",
            'import jwt\n\ndef read(t, k):\n    return jwt.decode(t, k, options={"verify_exp": False})\n',
            (
                'import jwt\n\ndef a(k):\n    return jwt.encode({}, k, "HS256") + jwt.encode({}, k, "RS256")\n'
                "\ndef read(t, k):\n    return jwt.decode(t, k)\n"
            ),
            (
                "import jwt\n\ndef a(k, with_):\n    return jwt.encode({}, k, with_)\n"
                "\ndef read(t, k):\n    return jwt.decode(t, k)\n"
            ),
        ],
    )
    def test_an_algorithm_that_nothing_shows_is_not_guessed(self, text):
        assert reasons("SEC012", text)


class TestPatterns:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("'^a|b$'", "'^(?:a|b)$'"),
            ('"""^asc|desc$"""', '"""^(?:asc|desc)$"""'),
            ('r"^asc|desc|none$"', 'r"^(?:asc|desc|none)$"'),
            ('R"^[|]|\\|$"', 'R"^(?:[|]|\\|)$"'),
        ],
    )
    def test_are_grouped(self, before, after):
        text = """from pydantic import BaseModel, Field as F

class Order(BaseModel):
    by: str = F(
        "asc",
        pattern={0},  # how it is sorted
    )
    to: str = F(pattern={0})
"""
        assert cure("SEC025", text.format(before)) == text.format(after)

    @pytest.mark.parametrize(
        "pattern",
        [
            '"^a$|b|^c$"',
            '"^.{8,}|[0-9]+$"',
            '"^[0-9]+|[A-Z]+|[a-z]+$"',
            '"^a" "|b$"',
            '"\\\\Aa|b\\\\Z"',
            "PATTERN",
        ],
    )
    def test_that_may_mean_something_else_are_not(self, pattern):
        text = f"""from pydantic import BaseModel, Field

PATTERN = "^a|b$"

class Order(BaseModel):
    by: str = Field(pattern={pattern})
"""
        assert reasons("SEC025", text)


class TestSettings:
    def test_are_cached_below_other_decorators_and_by_what_is_imported(self):
        text = """import functools as tools
from app.marks import traced
from pydantic_settings import BaseSettings

class Settings(BaseSettings): ...

# One for all.
@traced(
    name="settings"
)
def get_settings():  # nothing else
    \"""Read them.\"""
    return Settings()

def name(): return get_settings().name
"""
        assert cure("CONF004", text) == text.replace(")\ndef get", ")\n@tools.lru_cache\ndef get")

    def test_the_import_goes_where_it_belongs(self):
        text = """\"""Settings.\"""
from functools import partial
from pydantic_settings import BaseSettings

class Settings(BaseSettings): ...

def get_settings(): return Settings()

def name(): return get_settings().name
"""
        after = cure("CONF004", text)
        assert "from functools import lru_cache, partial\n" in after
        assert "@lru_cache\ndef get_settings(): return Settings()\n" in after

    @pytest.mark.parametrize(
        ("function", "test"),
        [
            ("def get_settings(name=1):\n    return Settings()", ""),
            ("async def get_settings():\n    return Settings()", ""),
            ("def get_settings():\n    return Settings()\n\nlru_cache = 1", ""),
            ("def get_settings():\n    return Settings()", "monkeypatch.setenv('NAME', 'x')"),
        ],
    )
    def test_that_may_have_to_be_read_anew_are_not_cached(self, function, test):
        text = f"""from pydantic_settings import BaseSettings

class Settings(BaseSettings): ...

{function}

def name(): return get_settings().name
"""
        assert reasons(
            "CONF004",
            text,
            **{"tests/test_it.py": f"def test_it(monkeypatch):\n    {test or '...'}\n"},
        )


class TestSleep:
    def test_is_awaited_wherever_it_stands(self):
        text = """from time import sleep as wait
from fastapi import FastAPI

app = FastAPI()

@app.get("/")
async def read():
    wait(
        0.1,  # a moment
    )
    wait(2)
"""
        after = cure("ARCH007", text)
        assert (
            "    await asyncio.sleep(\n        0.1,  # a moment\n    )\n    await asyncio.sleep(2)\n"
            in after
        )

    def test_is_awaited_beside_a_call_that_has_no_counterpart(self):
        text = """import time
import requests

async def read():
    requests.get("/")
    time.sleep(1)
"""
        after = cure("ARCH007", text)
        assert after.endswith('    requests.get("/")\n    await asyncio.sleep(1)\n')

    def test_the_import_stays_where_something_else_needs_it(self):
        text = """import os
import time

START = time.time()

async def read():
    time.sleep(1)
    return os.getpid()
"""
        after = cure("ARCH007", text)
        assert after.startswith("import asyncio\nimport os\nimport time\n")
        assert "    await asyncio.sleep(1)\n" in after

    @pytest.mark.parametrize(
        "body",
        ["[time.sleep(1) for _ in range(3)]", "requests.get('/')", "asyncio = 1; time.sleep(1)"],
    )
    def test_what_has_no_counterpart_is_left_alone(self, body):
        assert reasons(
            "ARCH007", f"import time\nimport requests\n\nasync def read():\n    {body}\n"
        )


class TestPaths:
    def test_are_those_that_are_routed(self):
        text = """from starlette.responses import Response

class Guard:
    async def dispatch(self, req, call_next):
        path = (req.url.path).rstrip("/")
        if path == "/login" or req.url.path.startswith(
            "/docs",  # open
        ):
            return await call_next(req)
        return Response(status_code=401)
"""
        assert cure("SEC019", text) == text.replace("req.url.path", 'req.scope["path"]')

    def test_below_a_root_path_nothing_is_changed(self):
        text = """from fastapi import FastAPI
from starlette.responses import Response

app = FastAPI(root_path="/api")

async def guard(request, call_next):
    if request.url.path == "/login":
        return await call_next(request)
    return Response(status_code=401)
"""
        assert reasons("SEC019", text)


class TestModels:
    TOP = """from fastapi import FastAPI
from pydantic import BaseModel, field_validator
from sqlalchemy.orm import DeclarativeBase

app = FastAPI()

class Base(DeclarativeBase): ...

class Item(Base):
    __tablename__ = "items"

"""
    ROUTE = '\n@app.get("/", response_model=Shown)\ndef read() -> Item: ...\n'

    def test_are_configured_below_their_docstring(self):
        text = f'{self.TOP}class Shown(BaseModel):\n    """One."""\n\n    # its key\n    id: int\n{self.ROUTE}'
        after = cure("PYD004", text)
        assert "from pydantic import BaseModel, ConfigDict, field_validator\n" in after
        assert (
            'class Shown(BaseModel):\n    """One."""\n\n'
            "    model_config = ConfigDict(from_attributes=True)\n\n    # its key\n    id: int\n"
        ) in after

    @pytest.mark.parametrize(
        "body",
        [
            ": ...",
            ":\n    ...",
            ":\n    id: int\n    model_config = {'extra': 'forbid'}",
            ":\n    id: int\n    class Config:\n        extra = 'forbid'",
        ],
    )
    def test_that_are_configured_or_have_no_fields_are_not(self, body):
        assert reasons("PYD004", f"{self.TOP}class Shown(BaseModel){body}\n{self.ROUTE}")

    def test_of_the_first_pydantic_are_not(self):
        text = f"{self.TOP}class Shown(BaseModel):\n    id: int\n{self.ROUTE}"
        assert reasons("PYD004", text.replace(", field_validator", ""))


class TestMigrations:
    @staticmethod
    def revision(statement: str) -> dict[str, str]:
        return {
            "app/database.py": 'from sqlalchemy import create_engine\nengine = create_engine("sqlite:///a.db")\n',
            "migrations/versions/1_a.py": "from alembic import op\nimport sqlalchemy as sa\n\n"
            f'revision = "1"\n\n\ndef upgrade():\n{statement}\n\n\ndef downgrade():\n    pass\n',
        }

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                '    # goes\n    op.drop_column("orders", "name")  # at last',
                (
                    '    # goes\n    with op.batch_alter_table("orders") as batch_op:\n'
                    '        batch_op.drop_column("name")  # at last'
                ),
            ),
            (
                (
                    '    op.create_foreign_key(\n        "fk_a",\n        "orders",\n        "users",\n'
                    '        ["user_id"],\n        ["id"],  # its key\n    )'
                ),
                (
                    '    with op.batch_alter_table("orders") as batch_op:\n'
                    '        batch_op.create_foreign_key(\n            "fk_a",\n            "users",\n'
                    '            ["user_id"],\n            ["id"],  # its key\n        )'
                ),
            ),
            (
                '    op.drop_constraint("uq_a", "orders", type_="unique")',
                (
                    '    with op.batch_alter_table("orders") as batch_op:\n'
                    '        batch_op.drop_constraint("uq_a", type_="unique")'
                ),
            ),
            (
                '    op.drop_constraint("uq_a", "orders")',
                (
                    '    with op.batch_alter_table("orders") as batch_op:\n'
                    '        batch_op.drop_constraint("uq_a")'
                ),
            ),
        ],
    )
    def test_alter_in_batches(self, before, after):
        path = "migrations/versions/1_a.py"
        result = mended(self.revision(before), "MIG005")
        assert result.files[path].decode() == self.revision(after)[path]
        assert result.after.findings == []

    @pytest.mark.parametrize(
        "statement",
        [
            '    op.drop_constraint(None, "orders")',
            '    op.drop_column(table_name="orders", column_name="name")',
            '    op.drop_column("orders", "name", schema="shop")',
            '    op.drop_column(*["orders", "name"])',
            '    found = op.drop_column("orders", "name")',
        ],
    )
    def test_that_a_batch_does_not_fit_are_left_alone(self, statement):
        result = mended(self.revision(statement), "MIG005")
        assert result.files == {}
        assert result.skipped


class TestDocumentation:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                "docs_url=None if live else '/docs', redoc_url=None if live else '/redoc'",
                (
                    "docs_url=None if live else '/docs', redoc_url=None if live else '/redoc',"
                    ' openapi_url=None if live else "/openapi.json"'
                ),
            ),
            (
                'redoc_url="/redoc" if debug else None, docs_url="/docs" if debug else None,',
                (
                    'redoc_url="/redoc" if debug else None, docs_url="/docs" if debug else None,'
                    ' openapi_url="/openapi.json" if debug else None,'
                ),
            ),
        ],
    )
    def test_the_schema_goes_with_its_pages(self, before, after):
        text = (
            "import fastapi as f\n\n\ndef create(live, debug):\n    app = f.FastAPI(\n"
            "        {}\n    )\n    return app\n\napp = create(1, 0)\n"
        )
        options = {"pyproject.toml": "[tool.ruff]\nline-length = 160\n"}
        assert cure("SEC020", text.format(before), **options) == text.format(after)

    def test_the_schema_stands_beside_its_pages(self):
        text = """from fastapi import FastAPI
from app.config import live

app = FastAPI(
    docs_url=None if live else "/docs",
    redoc_url=None if live else "/redoc",  # on its own page
    dependencies=[],
)
"""
        line = '    openapi_url=None if live else "/openapi.json",\n'
        assert cure("SEC020", text) == text.replace("    dependencies", f"{line}    dependencies")

    @pytest.mark.parametrize(
        "arguments",
        [
            "docs_url=DOCS, redoc_url=DOCS",
            "docs_url=None if a else '/docs', redoc_url=None if b else '/redoc'",
            "docs_url=None if a else '/docs', redoc_url='/redoc' if a else None",
        ],
    )
    def test_a_condition_that_is_not_one_is_not_guessed(self, arguments):
        assert reasons(
            "SEC020",
            f"from fastapi import FastAPI\n\nDOCS = None\na = b = 1\napp = FastAPI({arguments})\n",
        )


class TestOptionsOfPytest:
    TEST = {"tests/test_it.py": "async def test_it():\n    assert 1 + 1 == 3\n"}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [
            (
                "pytest.ini",
                "[pytest]\naddopts = -q\n",
                "[pytest]\nasyncio_mode = auto\naddopts = -q\n",
            ),
            (
                "setup.cfg",
                "[metadata]\nname = a\n\n[tool:pytest]",
                "[metadata]\nname = a\n\n[tool:pytest]\nasyncio_mode = auto\n",
            ),
            (
                "pyproject.toml",
                "[tool.ruff]\n",
                '[tool.ruff]\n\n[tool.pytest.ini_options]\nasyncio_mode = "auto"\n',
            ),
            (
                "pyproject.toml",
                "[tool.pytest.ini_options] # tests\ntestpaths = []",
                '[tool.pytest.ini_options] # tests\nasyncio_mode = "auto"\ntestpaths = []',
            ),
            (
                "pyproject.toml",
                "[tool.pytest]\naddopts = []\n",
                '[tool.pytest]\nasyncio_mode = "auto"\naddopts = []\n',
            ),
            (
                "pytest.toml",
                "[pytest]\naddopts = []\n",
                '[pytest]\nasyncio_mode = "auto"\naddopts = []\n',
            ),
        ],
    )
    def test_are_found_where_pytest_looks(self, path, before, after):
        files = {path: before, "requirements.txt": "pytest-asyncio\n", **self.TEST}
        result = mended(files, "TEST006")
        assert {path: content.decode() for path, content in result.files.items()} == {path: after}
        assert result.after.findings == []

    @pytest.mark.parametrize(
        "files",
        [
            {"pyproject.toml": ""},
            {"requirements.txt": "pytest-asyncio\n"},
            {
                "requirements.txt": "pytest-asyncio\n",
                "pytest.ini": "[pytest]\nasyncio_mode = strict\n",
            },
            {
                "requirements.txt": "pytest-asyncio\n",
                "pyproject.toml": "tool.pytest.ini_options.addopts = ''\n",
            },
            {
                "requirements.txt": "pytest-asyncio\n",
                "pyproject.toml": "",
                "tests/test_b.py": "import anyio\n",
            },
        ],
    )
    def test_that_somebody_chose_or_nobody_reads_are_left_alone(self, files):
        result = mended({**files, **self.TEST}, "TEST006")
        assert result.files == {}
        assert result.skipped


class TestEnvironments:
    def test_are_ignored_by_their_path(self):
        files = {
            "app/main.py": "",
            ".gitignore": "*.pyc",
            "deploy/.env": "SECRET_KEY=9f8bX2kq7LmPz4Rw\n",
            ".env": "SECRET_KEY=9f8bX2kq7LmPz4Rx\n",
        }
        result = mended(files, "CONF006")
        assert result.files == {".gitignore": b"*.pyc\n.env\n/deploy/.env\n"}
        assert result.after.findings == []


def test_what_becomes_visible_is_cured_as_well():
    text = f"""import jwt
{MAKE}

def read(token, key):
    return jwt.decode(token, key)
"""
    result = mended({"app/main.py": text}, "SEC012", "SEC013")
    assert (
        '    return jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp"]})\n'
        in result.files["app/main.py"].decode()
    )
    assert result.after.findings == []


def test_a_file_that_does_not_come_back_as_it_was_is_left_alone():
    text = (
        "import jwt\n" + MAKE + "\n\ndef read(t, k):\n    return jwt.decode(t, k)\n\nx = '\x00'\n"
    )
    result = mended({"app/main.py": text}, "SEC012")
    assert result.files == {}


def test_a_suppressed_finding_is_left_alone():
    text = f"""import jwt
{MAKE}

def read(token, key):
    return jwt.decode(token, key)  # fastscaffold: ignore[SEC012] the old clients
"""
    assert mended({"app/main.py": text}, "SEC012").files == {}
