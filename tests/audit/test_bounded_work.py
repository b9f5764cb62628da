"""What would take years where each name and each function were followed again and again."""

from __future__ import annotations

import ast

import pytest
from support.audited import facts, lines
from support.effort import bounded_effort

from fastscaffold.audit.checkpoints import jwt_secret
from fastscaffold.audit.facts.access.schemes import is_strict_scheme
from fastscaffold.audit.facts.settings import config_files
from fastscaffold.audit.facts.settings.env_files import entries
from fastscaffold.audit.reports.literals import secret_literals
from fastscaffold.audit.rules import logs_structured
from fastscaffold.audit.rules.lists_paginated import RULE as LISTS_PAGINATED
from fastscaffold.audit.rules.openapi_described import RULE as OPENAPI_DESCRIBED
from fastscaffold.audit.rules.responses_without_secrets import RULE as DOCUMENTS_ANSWERED
from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE as SECRETS

LOGS_STRUCTURED = logs_structured.RULE
COUNT = 40
TOP = """from fastapi import FastAPI
from sqlalchemy import select
from app.models import Item, db
app = FastAPI()
@app.get("/items")
"""


def test_a_query_that_is_filtered_many_times():
    filters = "".join(f"    query = query.where(Item.a == {each})\n" for each in range(COUNT))
    head = f"{TOP}def read(a: int):\n    query = select(Item)\n{filters}"
    last = "    return db.execute({}).scalars().all()\n"
    assert lines(LISTS_PAGINATED, head + last.format("query")) == [6]
    assert not lines(LISTS_PAGINATED, head + last.format("query.limit(5)"))
    cut = "    query = query.limit(5)\n"
    assert not lines(LISTS_PAGINATED, head + cut + last.format("query"))


def test_a_list_that_is_made_of_itself_many_times():
    sorted_ = "    rows = sorted(rows)\n" * COUNT
    read = f"{TOP}def read():\n{sorted_}{{}}    return rows\n"
    assert not lines(LISTS_PAGINATED, read.format(""))
    assert lines(LISTS_PAGINATED, read.format("    rows = db.query(Item).all()\n")) == [6]


def test_methods_that_return_what_each_other_return():
    names = [f"visit_{each}" for each in range(COUNT)]
    returns = "".join(f"        if node == 1: return self.{each}(node)\n" for each in names)
    methods = "".join(f"    def {each}(self, node):\n{returns}" for each in names)
    project = facts(
        f"class Visitor:\n{methods}        return Visitor()\n"
        "def run():\n    return Visitor().visit_0(1).strip()\n"
    )
    run = project.index.modules["app.main"].functions["run"]
    assert project.index.origin(run.calls[0]) == "app.main.Visitor.strip"


def test_the_entries_of_a_large_mapping(monkeypatch):
    dumped = []
    monkeypatch.setattr(ast, "dump", dumped.append)
    entries = "".join(f"'{each}': {(each % 2 and 'A()') or 'B()'}, " for each in range(COUNT))
    uses = "".join(f"    T['{each}'].run()\n" for each in range(COUNT))
    project = facts(f"class A: ...\nclass B: ...\nT = {{{entries}}}\ndef use():\n{uses}")
    use = project.index.modules["app.main"].functions["use"]
    assert [project.index.origin(each) for each in use.calls[:2]] == [
        "app.main.B.run",
        "app.main.A.run",
    ]
    assert not dumped


def test_the_line_of_a_key_is_searched_for_when_it_is_asked_for(monkeypatch):
    searched = []
    monkeypatch.setattr(config_files, "_line_of", lambda _, keys: searched.append(keys) or 7)
    texts = "".join(f"k{each}:\n  text: hello\n" for each in range(COUNT))
    project = facts({"app/main.py": "open('en.yaml')\n", "en.yaml": texts})
    files = config_files.ConfigFiles(project.configuration, project.modules)
    found = files.value(["k3", "text"])
    assert found is not None
    assert (found.value, found.place.line) == ("hello", 7)
    assert searched == [("k3", "text")]


def test_a_module_that_prints_often_is_judged_once(monkeypatch):
    judged = []
    monkeypatch.setattr(
        logs_structured, "is_imported", lambda _, module: judged.append(module.name) or False
    )
    printing = "print(1)\n" * COUNT
    source = {"app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n"}
    assert not lines(LOGS_STRUCTURED, source | {"app/table.py": printing})[1:]
    assert judged == ["app.table"]


@pytest.mark.parametrize(
    "again",
    ["{**config, 'b': 1}", "dict(config)", "config | load()", "merge(config) or config"],
)
def test_a_mapping_that_is_made_of_itself_many_times(again):
    made = f"config = {again}\n" * COUNT
    project = facts(f"import jwt\nconfig = {{'a': 1}}\n{made}jwt.encode({{}}, config['key'])\n")
    assert jwt_secret.judge(project).verdict.value == "unknown"


def spread(name: str) -> str:
    return f"{{{', '.join([f'**{name}'] * 120)}}}"


AGAIN = "    told = {**told, 'title': 'Shop'}\n" * 120
CALLED = "    if k: return {**told_by(1), 'title': k}\n" * 120
BOTH = "{'title': 'Shop', 'version': '1'}"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (f"told = {spread('told')}\n", [3]),
        (f"a = {BOTH}\nb = {spread('a')}\nc = {spread('b')}\ntold = {spread('c')}\n", []),
        (f"def told_by(k):\n{CALLED}    return {{}}\ntold = told_by(2)\n", []),
        (f"def made():\n    told = {{}}\n{AGAIN}    return told\ntold = made()\n", [126]),
    ],
)
def test_mappings_that_are_spread_over_one_another_many_times(told, found):
    read = "@app.get('/', tags=['a'], **told)\ndef read() -> int: ...\n"
    gathered = facts(f"from fastapi import FastAPI\n{told}app = FastAPI(**told)\n{read}")
    with bounded_effort():
        assert [each.line for each in OPENAPI_DESCRIBED.findings(gathered)] == found
        assert len(gathered.routes) == 1


DOCUMENTS = """from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
app = FastAPI()
db = AsyncIOMotorClient("x").shop
"""
READ = """@app.get("/sailors/{name}")
async def read(name: str):
    return await db.sailors.find_one({"name": name})
"""


def test_a_collection_that_a_helper_chooses_among_its_own():
    chosen = "".join(f"    if k == {each}: return pick(k - {each})\n" for each in range(COUNT))
    keep = '@app.post("/sailors")\nasync def add(p: str):\n'
    keep += '    await pick(3).insert_one({"password": p})\n'
    head = f"{DOCUMENTS}{READ}def pick(k):\n{chosen}    return "
    assert not lines(DOCUMENTS_ANSWERED, f"{head}None\n{keep}")
    assert lines(DOCUMENTS_ANSWERED, f"{head}db.sailors\n{keep}") == [6]


def test_documents_that_hold_one_another_by_turns():
    turns = "    one = two\n    two = one\n" * COUNT
    head = f'{DOCUMENTS}{READ}@app.post("/sailors")\nasync def add(p: str):\n{turns}    two = '
    last = "    await db.sailors.insert_one(one)\n"
    assert not lines(DOCUMENTS_ANSWERED, f'{head}{{"name": p}}\n{last}')
    assert lines(DOCUMENTS_ANSWERED, f'{head}{{"password": p}}\n{last}') == [6]


def test_many_names_of_which_every_return_tells_all():
    count = 110
    names = [f"v{each}" for each in range(count)]
    given = "".join(f"    {each} = load_{each}()\n" for each in names)
    told = f"[{', '.join(names)}]"
    returns = "".join(f"    if k == {each}: return {told}\n" for each in range(count))
    source = f"{TOP}def get_boats(k: int):\n{given}{returns}    return {{}}\n"
    gathered = facts(source.format("None")), facts(source.format("get_all_items()"))
    with bounded_effort():
        assert not list(LISTS_PAGINATED.findings(gathered[0]))
        assert not list(DOCUMENTS_ANSWERED.findings(gathered[0]))
        assert list(LISTS_PAGINATED.findings(gathered[1]))


def test_values_with_many_blanks_in_files_of_configuration():
    blanks = " " * 40_000
    with bounded_effort():
        assert [*entries(f"A='x'{blanks}y\nB=x{blanks}y\nC=x{blanks}# y")] == [
            (1, "A", f"'x'{blanks}y"),
            (2, "B", f"x{blanks}y"),
            (3, "C", "x"),
        ]
        secret = f"kind: Secret\nstringData:\n  a: x{blanks}y\n  SMTP_PASSWORD: idkgn{blanks}# y\n"
        found = [*SECRETS.findings(facts({"app/main.py": "", "secret.yaml": secret}))]
        assert [each.line for each in found] == [4]


def test_guards_that_derive_from_one_another():
    classes = "".join(
        f"class {name}({bases}):\n"
        "    def __init__(self, **given): super().__init__(**given)\n"
        "    async def __call__(self, request): return await super().__call__(request)\n"
        for name, bases in (("Gate", "Door"), ("Door", "Gate, HTTPBearer"))
    )
    project = facts(
        "from fastapi import Depends, FastAPI\nfrom fastapi.security import HTTPBearer\n"
        f"{classes}gate = Gate()\napp = FastAPI()\n"
        '@app.get("/ships", dependencies=[Depends(gate)])\ndef ships() -> list[str]: ...\n'
    )
    (dependency,) = project.routes[0].dependencies
    assert is_strict_scheme(project, dependency)


def test_many_secrets_of_one_module():
    keys = "".join(f"client{each} = 'kT8vQ2zL9wXb4RnYp{each}'\n" for each in range(5_000))
    project = facts({"app/main.py": "", "app/config.py": keys})
    with bounded_effort():
        found = secret_literals(project, project.index.modules["app.config"], {*range(11, 5_001)})
        assert len(found) == 4_990
