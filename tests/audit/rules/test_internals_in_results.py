"""Texts of exceptions that functions return under a key that a route answers with."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.facts.answers.passed_results import answered_parts
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.rules.internals_kept_from_clients import RULE

RESULTS = """from typing import Any, TypedDict
class Result(TypedDict):
    ok: bool
    data: Any
class Answer:
    def __init__(self, status: int, data: Any = None):
        self.status, self.data = status, data
    def to_response(self):
        return {"status": self.status, "data": self.data}
def failed(text: str, status: int = 500) -> Result:
    return Result(ok=False, data={"text": text}, status=status)
"""
STOCK = """from shop.results import Result, failed
def count(name):
    try:
        return Result(ok=True, data=ask(name))
    except Exception as error:
        log(error)
        return {made}
"""
ROUTE = """from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from shop.results import Answer
from shop.stock import count
app = FastAPI()
def shown(name):
    result = count(name)
    if not result["ok"]:
        return result
    return result
@app.get("/stock")
def read(name: str):
    result = shown(name)
    return {answer}
"""


def _found(made: str, answer: str) -> bool:
    files = {
        "shop/results.py": RESULTS,
        "shop/stock.py": STOCK.replace("{made}", made),
        "shop/main.py": ROUTE.replace("{answer}", answer),
    }
    found = lines(RULE, files)
    assert found in ([], [7])
    return bool(found)


@pytest.mark.parametrize(
    "answer",
    [
        'Answer(status=500, data=result["data"]).to_response()',
        'JSONResponse({"data": result.get("data")}, 500)',
        '{"data": result["data"]["text"]}',
        "result.data",
        "dict(result)",
        "Answer(200, result).to_response()",
    ],
)
@pytest.mark.parametrize(
    "made",
    [
        "failed(str(error))",
        "failed(text=f'failed: {error}')",
        "Result(ok=False, data=str(error))",
        '{"ok": False, "data": str(error)}',
        '{"ok": False, **{"data": str(error)}}',
    ],
)
def test_a_part_of_a_result_is_answered_with(made, answer):
    assert _found(made, answer)


@pytest.mark.parametrize(
    ("made", "answer"),
    [
        ('{"ok": False, "data": None, "cause": str(error)}', '{"data": result["data"]}'),
        ("failed('It failed.', status=str(error))", '{"data": result["data"]}'),
        ("failed(str(error))", '{"ok": result["ok"]}'),
        ("failed('It failed.')", "Answer(200, result).to_response()"),
        ("failed(str(error))", 'Answer(200, len(result["data"])).to_response()'),
    ],
)
def test_another_part_of_it_is_not(made, answer):
    assert not _found(made, answer)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("count(name).model_dump()", True),
        ("asdict(count(name))", True),
        ("count(name).size()", False),
    ],
)
def test_all_of_a_result_in_another_form(answer, found):
    assert _found("Result(data=str(error))", answer) is found


def test_parts_of_a_result_come_in_the_order_of_the_source():
    names = ["delta", "alpha", "foxtrot", "echo", "bravo", "charlie"]
    made = ", ".join(f'"{each}": str(error)' for each in names)
    shown = ", ".join(f'"{each}": made["{each}"]' for each in names)
    source = f"""from fastapi import FastAPI
app = FastAPI()
def work(error):
    return {{{made}}}
@app.get("/work")
def read():
    made = work(None)
    return {{{shown}}}
"""
    found = facts(source)
    work = next(each for each in found.production[0].functions.values() if each.name == "work")
    (value,) = returned(work)
    places = [each.col_offset for each in answered_parts(found, work, value)]
    assert len(places) == len(names)
    assert places == sorted(places)
