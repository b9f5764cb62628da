"""SQL that callers write and a helper runs is told of once."""

from __future__ import annotations

from support.audited import lines

from fastscaffold.audit.rules.sql_from_requests import RULE

HELPER = """from fastapi import FastAPI
from sqlalchemy import text
app = FastAPI()
def run(sql): return db.execute(text(sql))
@app.get("/items")
def read_items(sort: str):
    return run({})
"""


def test_a_helper_is_not_told_of_where_its_callers_are():
    assert lines(RULE, HELPER.format('f"select * from t order by {sort}"')) == [7]
    assert not lines(RULE, HELPER.format('"select * from t"'))


def test_a_helper_is_told_of_that_is_given_what_a_client_sends():
    assert lines(RULE, HELPER.format("sort")) == [4]


def test_a_route_is_told_of_that_others_call_too():
    route = HELPER.replace("def run", '@app.get("/run")\ndef run')
    assert lines(RULE, route.format('"select * from t"')) == [5]
