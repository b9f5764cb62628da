"""Texts of exceptions that several clauses put into what a route answers with."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SOURCE = """from fastapi import FastAPI
app = FastAPI()
@app.post("/runs")
def start(names: list[str]) -> dict[str, list[str]]:
    notes = []
    try:
        prepare(names)
    except OSError as error:
        notes.append(f"not prepared: {{error}}")
        {first}
    try:
        run(names)
    except Exception as error:
        {second}
    return {{"notes": notes}}
"""


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("pass", "notes.append(str(error))", [9, 14]),
        ("log.error(error)", "notes.append('It failed.')", [9]),
        ("raise", "notes.append(str(error))", [14]),
        ("return {'notes': []}", "notes.append(str(error))", [14]),
        ("pass", "return {'notes': [str(error)]}", [9, 14]),
    ],
)
def test_each_clause_is_told(first, second, found):
    assert lines(RULE, SOURCE.format(first=first, second=second)) == found


def test_what_one_clause_logs_is_not_that_of_another():
    source = """from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.get("/")
def read() -> int:
    try:
        return look()
    except OSError as error:
        text = str(error)
        log.error(text)
    try:
        return ask()
    except Exception as error:
        text = str(error)
        raise HTTPException(500, text)
"""
    assert lines(RULE, source) == [13]


LEAVING = """from fastapi import FastAPI
app = FastAPI()
@app.get("/runs")
def start() -> dict[str, str]:
    note = None
    try:
        try:
            run()
        except OSError as error:
            note = str(error)
            {last}
        {inner}
    {outer}
"""


@pytest.mark.parametrize(
    ("last", "inner", "outer", "found"),
    [
        ("return", "finally:\n            send()", "finally:\n        pass", [10]),
        ("return", "go()", "finally:\n        send()", [10]),
        ("raise", "go()", "finally:\n        send()", [10]),
        ("raise", "go()", "except Exception:\n        send()", [10]),
        ("raise", "go()", "except Exception:\n        pass\n    send()", [10]),
        ("return", "go()", "except Exception:\n        send()", []),
        ("return", "send()", "finally:\n        pass", []),
        ("raise", "send()", "except Exception:\n        pass", []),
        ("raise", "go()", "finally:\n        pass\n    send()", []),
    ],
)
def test_what_runs_after_a_clause_that_leaves(last, inner, outer, found):
    source = LEAVING.format(last=last, inner=inner, outer=outer)
    assert lines(RULE, source.replace("send()", "return {'note': note}")) == found
