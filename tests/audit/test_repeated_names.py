"""Functions of one module that have the same name: each is served, and each is judged."""

from __future__ import annotations

from support.audited import facts, lines

from fastscaffold.audit.rules import internals_kept_from_clients, routes_leave_data_to_repositories

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
