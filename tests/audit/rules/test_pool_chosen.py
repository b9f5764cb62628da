from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.pool_chosen import RULE

IMPORT = "from sqlalchemy.ext.asyncio import create_async_engine\n"
SETTINGS = """from sqlalchemy import create_engine
class Settings:
    @property
    def options(self):
"""
MADE = "def make(settings: Settings):\n    return create_engine(**settings.options)"


@pytest.mark.parametrize(
    "source",
    [
        IMPORT + "e = create_async_engine('postgresql+asyncpg://db/shop', pool_recycle=60)",
        "from sqlalchemy import create_engine as make\ne = make(f'mysql+pymysql://{host}/shop')",
        "import sqlmodel\ne = sqlmodel.create_engine(url='postgresql://db', echo=True)",
        (
            "from pydantic import PostgresDsn\nfrom pydantic_settings import BaseSettings\n"
            "class Settings(BaseSettings):\n    url: PostgresDsn\nsettings = Settings()\n"
            "from sqlalchemy import create_engine\ne = create_engine(str(settings.url))"
        ),
        "from sqlalchemy import URL, create_engine\ne = create_engine(URL.create('postgresql', host=h))",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [source.count("\n") + 1]


def test_an_argument_that_only_sqlite_takes_tells_of_it():
    source = (
        "from sqlalchemy import create_engine\nif is_file(URL):\n"
        "    e = create_engine(URL, connect_args={'check_same_thread': False})\n"
        "else:\n    e = create_engine(URL)\n"
    )
    assert lines(RULE, {"app/db.py": source, "requirements.txt": "psycopg\n"}) == [5]


def test_a_driver_tells_what_a_url_from_the_environment_is_of():
    source = "import os\n" + IMPORT + "e = create_async_engine(os.environ['URL'])"
    assert lines(RULE, {"app/db.py": source, "requirements.txt": "asyncpg\n"}) == [3]
    assert lines(RULE, {"app/db.py": source, "requirements.txt": "aiosqlite\n"}) == []


@pytest.mark.parametrize(
    "source",
    [
        IMPORT + "e = create_async_engine('postgresql+asyncpg://db', pool_size=5)",
        IMPORT + "e = create_async_engine('postgresql+asyncpg://db', poolclass=NullPool)",
        IMPORT + "e = create_async_engine('postgresql+asyncpg://db', **options)",
        IMPORT
        + "o = {'pool_pre_ping': True}\ne = create_async_engine('postgresql+asyncpg://db', **o)",
        IMPORT + "e = create_async_engine('sqlite+aiosqlite:///shop.db')",
        IMPORT + "NAME = 'shop'\ne = create_async_engine(f'sqlite+aiosqlite:///{NAME}.db')",
        IMPORT + "if sqlite:\n    e = create_async_engine(url)\n"
        "else:\n    e = create_async_engine('postgresql://', pool_size=5)",
        "def create_engine(url): ...\ncreate_engine('postgresql://')",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("main", "end", "found"),
    [
        ("", "if __name__ == '__main__':\n    run()\n", []),
        ("", "", [2]),
        # What is served imports it.
        ("from app import move\n", "if __name__ == '__main__':\n    run()\n", [2]),
    ],
)
def test_what_is_run_by_hand_lives_for_a_moment(main, end, found):
    made = f"{IMPORT}e = create_async_engine('postgresql+asyncpg://db'"
    project = {"app/db.py": f"{made}, pool_size=5)\n", "app/move.py": f"{made})\n{end}"}
    assert lines(RULE, project | {"app/main.py": main}) == found


def test_the_other_branch_of_a_project_that_takes_sqlite_by_default():
    source = (
        IMPORT
        + """from sqlalchemy.engine import make_url
def engine():
    url = make_url("sqlite:///app.db")
    if url.get_backend_name() == "sqlite":
        return create_async_engine(url)
    return create_async_engine(url)
"""
    )
    server = {"pyproject.toml": "[project]\nname = 'a'\ndependencies = ['asyncpg']\n"}

    assert lines(RULE, {"app/main.py": source, **server}) == [7]
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("dict(url='postgresql://db', echo=True)", [7]),
        ("{'url': 'postgresql://db'}", [7]),
        ("dict(url='postgresql://db', pool_size=5)", []),
        ("dict(more(), url='postgresql://db')", []),
    ],
)
def test_options_that_a_property_gives(given, found):
    source = f"{SETTINGS}        return {given}\n{MADE}"
    assert lines(RULE, {"app/db.py": source, "requirements.txt": "asyncpg\n"}) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [("settings.POSTGRES_URL", [2]), ("os.environ['PG_DSN']", [2]), ("settings.DSN", [])],
)
def test_the_name_of_a_url_tells_a_server(url, found):
    assert lines(RULE, IMPORT + f"e = create_async_engine({url})") == found


@pytest.mark.parametrize(
    ("url", "found"),
    [("'postgresql://u@db/shop'", [4]), ("'sqlite:///shop.db'", []), ("get_settings().url", [4])],
)
def test_an_argument_that_is_given_for_sqlite_only_says_nothing_of_a_server(url, found):
    source = (
        f"from sqlalchemy import create_engine\nURL = {url}\n\n"
        "engine = create_engine(\n    URL,\n    connect_args="
        "{'check_same_thread': False} if 'sqlite' in URL else {},\n)\n"
    )
    assert lines(RULE, {"app/db.py": source, "requirements.txt": "psycopg\n"}) == found


@pytest.mark.parametrize(
    ("turned", "requirements", "found"),
    [
        (".replace('postgres://', 'postgresql+asyncpg://', 1)", "asyncpg\n", [4]),
        (".replace('postgres://', 'postgresql+asyncpg://', 1)", "aiosqlite\n", []),
        (".replace('sqlite://', 'sqlite+aiosqlite://', 1)", "asyncpg\n", []),
    ],
)
def test_a_url_that_is_made_one_of_a_server_is_of_one(turned, requirements, found):
    source = (
        "from sqlalchemy import create_engine\nSET = 'sqlite:///shop.db'\n"
        f"URL = SET{turned}\nengine = create_engine(URL)\n"
    )
    assert lines(RULE, {"app/db.py": source, "requirements.txt": requirements}) == found
