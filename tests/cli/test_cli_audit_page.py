"""``fastscaffold audit --format html``: a page that is handed around shows no secret."""

from __future__ import annotations

import pytest
from support.effort import bounded_effort

from fastscaffold.audit.reports.masked_settings import masked_settings

SECRET = "q9f8bX2kq7LmPz4Rwq9f8bX2kq7LmPz4Rw"
MAIN = """from fastapi import FastAPI

app = FastAPI()
"""


@pytest.fixture
def page(run, tmp_path, monkeypatch):
    def made(files):
        root = tmp_path / "shop"
        for path, text in {"app/main.py": MAIN, **files}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (root / ".git").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return run("audit", "shop", "--format", "html").out

    return made


SETTINGS = "from pydantic import Field, SecretStr\nfrom pydantic_settings import BaseSettings\n\n\n"


@pytest.mark.parametrize(
    "lines",
    [
        f'    jwt_secret: str = "{SECRET}"\n',
        f"    jwt_secret: str = r'''{SECRET}'''\n",
        f'    jwt_secret: str = Field("{SECRET}", min_length=32)\n',
        f'    jwt_secret: str = Field(\n        default="{SECRET}",\n    )\n',
        f'    jwt_secret: SecretStr = SecretStr("{SECRET}")\n',
        f'    jwt_secret: str = (\n        "{SECRET[:20]}"\n        "{SECRET[20:]}"\n    )\n',
        f'    database_url: str = "postgresql://shop:{SECRET}@db/shop"\n',
        f'    # jwt_secret = "{SECRET}"\n    api_key: str = "sure"\n',
    ],
)
def test_a_secret_of_settings_is_not_shown(page, lines):
    out = page({"app/config.py": f"{SETTINGS}class Settings(BaseSettings):\n{lines}"})

    assert "app/config.py:" in out
    assert SECRET[:20] not in out
    assert SECRET[20:] not in out
    assert lines.split(":")[0].split("=")[0].strip() in out
    assert "…" in out


@pytest.mark.parametrize(
    "line",
    [
        f'KEY = os.getenv("JWT_SECRET", "{SECRET}")',
        f'TABLE = {{"algorithm": "HS256", "jwt_secret": "{SECRET}"}}',
        f'def connect(password: str = "{SECRET}"): ...',
        f'connect(password="{SECRET}")',
        f'URL = f"postgresql://shop:{SECRET}@{{os.name}}/shop"',
        f'PASSWORDS = ("{SECRET}", "other")',
        f'API_KEYS = ["{SECRET}"]',
        f'connect("host=db user=shop password={SECRET} dbname=shop")',
        f"connect(\"host=db password='{SECRET}'\")",
        f'connect("mssql:///?odbc_connect=SERVER=y;UID=sa;PWD={SECRET};")',
    ],
)
def test_nor_one_that_stands_around_another_finding(page, line):
    loose = '@app.post("/orders")\nasync def make(body: dict): ...\n'
    out = page({"app/main.py": f"import os\n{MAIN}\n{line}\n{loose}"})

    assert SECRET not in out
    assert "async def make(body: dict): ..." in out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", f"FROM python:latest\nENV SECRET_KEY {SECRET}\n"),
        ("Dockerfile", f"FROM python:latest\nENV A=1 SECRET_KEY={SECRET} B=2\n"),
        ("Dockerfile", f'FROM python:latest\nENV A=1 SECRET_KEY="of {SECRET}" B=2\n'),
        ("Dockerfile", f"FROM python:latest\nRUN ./load --password={SECRET}\n"),
        (
            "k8s/secret.yaml",
            f"kind: Secret\nstringData:\n  DB_PASSWORD: kT8vQ2zL9wXb4RnYp0\n  a: >-\n    {SECRET}\n",
        ),
    ],
)
def test_nor_one_in_a_file_beside_another_finding(page, path, text):
    out = page({path: text})

    assert path in out
    assert "…" in out
    assert SECRET not in out


def test_nor_one_below_its_name():
    shown = masked_settings(
        f"env:\n  JWT_SECRET: >-\n    {SECRET}\n\n    {SECRET}\n  MODE: a\n", ()
    )
    assert shown == ["env:", "  JWT_SECRET: …", "…", "", "…", "  MODE: a"]


@pytest.mark.parametrize(
    "stays",
    ["UPDATE users SET password=%s WHERE", "SET password={os.name}", "?token=%(token)s", "PWD=$1"],
)
def test_a_place_for_one_stays(page, stays):
    loose = '@app.post("/orders")\nasync def make(body: dict): ...\n'
    assert stays in page({"app/main.py": f'import os\n{MAIN}\nrun(f"{stays}")\n{loose}'})


def test_names_beside_it_stay(page):
    line = f'KEY = os.getenv("JWT_SECRET", "{SECRET}")  # of tokens'
    out = page({"app/main.py": f"import os\n{MAIN}\n{line}\n"})

    assert "KEY = os.getenv(&#34;JWT_SECRET&#34;, &#34;…&#34;)  # of tokens" in out


def test_nor_the_same_value_by_another_name(page):
    out = page(
        {
            "app/config.py": f'JWT_SECRET = "{SECRET}"\n',
            "app/main.py": f"{MAIN}\n# as in {SECRET}\nx = '{SECRET}'\n"
            '@app.post("/orders")\nasync def make(body: dict): ...\n',
        }
    )

    assert SECRET not in out
    assert "# as in …" in out


def test_nor_what_a_committed_environment_holds(page):
    out = page({".env": f"SHOP_NAME=mine\nJWT_SECRET={SECRET}\nDB_PASSWORD={SECRET[:20]}\n"})

    assert "CONF006" in out
    assert SECRET[:20] not in out
    assert "JWT_SECRET=…" in out
    assert "SHOP_NAME=mine" in out


def test_nor_what_a_manifest_gives_by_a_name_above(page):
    manifest = (
        "kind: Deployment\nspec:\n  env:\n    - name: DB_PASSWORD\n"
        f"      value: {SECRET}\n    - name: MODE\n      value: production\n"
    )
    source = f'import os\n{MAIN}\nPASSWORD = os.getenv("DB_PASSWORD")\n'
    assert SECRET not in page({"k8s/app.yaml": manifest, "app/main.py": source})


@pytest.mark.parametrize(
    "line",
    [
        f'TABLE = bytes.fromhex("{"ab" * 30_000}")',
        f'TABLE = "{"ab" * 30_000}", "https://example.com/"',
        f"pass  {'#' * 20_000}",
        f"pass  # {'# a ' * 8_000}",
    ],
    ids=["digits", "digits before an address", "hashes", "hashes and words"],
)
def test_a_long_line_takes_no_long_time(page, line):
    loose = '@app.post("/orders")\nasync def make(body: dict): ...\n'
    with bounded_effort():
        out = page({"app/main.py": f"{MAIN}{line}\n{loose}"})

        assert "TABLE" in out or "pass  #" in out


def test_what_stands_behind_the_second_hash_is_not_shown(page):
    comment = f"# of tests # api_key = {SECRET}"
    out = page({"app/main.py": f"{MAIN}{comment}\n@app.post('/')\ndef make(body: dict): ...\n"})

    assert "# of tests # api_key" in out
    assert SECRET not in out
