"""Functions of one module that have the same name: each is served, and each is judged."""

from __future__ import annotations

from support.audited import facts, lines

from fastscaffold.audit.rules import (
    internals_kept_from_clients,
    routes_leave_data_to_repositories,
    secrets_typed_as_secrets,
)

TOP = """from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
app = FastAPI()
"""
ROUTE = """@app.get('/{path}')
def read(session: Session = Depends(open_session)):
    try:
        return session.get(1)
    except ValueError as error:
        return {{'error': str(error)}}
"""
SOURCE = TOP + ROUTE.format(path="boats") + ROUTE.format(path="harbours")


def test_both_are_functions_of_the_module_under_one_symbol():
    known = [each for each in facts(SOURCE).index.functions() if each.name == "read"]

    assert [each.node.lineno for each in known] == [5, 11]
    assert len({each.symbol for each in known}) == 1


def test_both_routes_that_ask_the_database_are_found():
    assert len(lines(routes_leave_data_to_repositories.RULE, SOURCE)) == 2


def test_texts_of_exceptions_are_found_in_both():
    assert len(lines(internals_kept_from_clients.RULE, SOURCE)) == 2


STUBS = """from typing import overload
@overload
def read(name: str, fallback: str) -> str: ...
@overload
def read(name: str) -> str | None: ...
"""
READS = "def read(name, fallback=None):\n    return os.getenv(name) or fallback\n"


def test_a_function_of_several_types_is_what_its_last_definition_does():
    source = f"import os\nimport typing\n{STUBS}{READS}"
    qualified = source.replace("@overload", "@typing.overload")

    for text in (source, qualified):
        found = facts(text).index.definition("app.main.read")
        assert found is not None
        assert found.node.lineno == 8


def test_a_secret_that_such_a_function_reads_is_found():
    source = f"import os\n{STUBS}{READS}JWT_SECRET = read('JWT_SECRET')\n"
    assert len(lines(secrets_typed_as_secrets.RULE, source)) == 1


def test_a_method_of_several_types_is_what_its_last_definition_does():
    body = "".join(f"    {line}\n" for line in f"{STUBS}{READS}".splitlines()[1:])
    found = facts(f"import os\nfrom typing import overload\nclass Reader:\n{body}").index

    (reader,) = found.classes()
    assert [each.name for each in reader.functions.values()] == ["read"]
    assert reader.functions["read"].node.lineno == 8


def test_without_an_implementation_the_last_stub_stands():
    found = facts(STUBS).index.definition("app.main.read")
    assert found is not None
    assert found.node.lineno == 5
