"""Texts of exceptions that services put into lists of results, which routes answer with."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SERVICE = """import asyncio
from pydantic import BaseModel
class Outcome(BaseModel):
    ok: bool
    error: str | None = None
def treat(name):
    try:
        return {"ok": bool(open(name))}
    except OSError as error:
        return {"ok": False, "error": str(error)}
async def load(name):
    try:
        return open(name), None
    except OSError as error:
        return None, str(error)
"""
ROUTE = """from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from shop.service import Outcome, load, treat
import asyncio
import functools
app = FastAPI()
@app.post("/batches")
async def batch(names: list[str]):
    {body}
"""


def found(body):
    files = {"shop/service.py": SERVICE, "shop/main.py": ROUTE.format(body=body)}
    return lines(RULE, files)


@pytest.mark.parametrize(
    "body",
    [
        "return [treat(name) for name in names]",
        "results = [treat(name) for name in names]\n    return [Outcome(**each) for each in results]",
        "return [Outcome.model_validate(treat(name)) for name in names]",
        (
            "results = []\n    for name in names:\n        results.append(treat(name))\n"
            "    return {'results': results}"
        ),
        (
            "results = [treat(name) for name in names]\n    told = []\n"
            "    for result in results:\n        told.append(Outcome(**result))\n    return told"
        ),
        (
            "told = {}\n    results = [treat(name) for name in names]\n"
            "    told['results'] = results\n    return {'count': 1, **told}"
        ),
        "return {'first': await asyncio.to_thread(treat, names[0])}",
        "result = await run_in_threadpool(treat, name=names[0])\n    return result",
        "return await loop.run_in_executor(None, lambda: treat(names[0]))",
        "return await loop.run_in_executor(pool, functools.partial(treat, names[0]))",
        "return await asyncio.wait_for(asyncio.to_thread(treat, names[0]), timeout=9)",
    ],
)
def test_what_a_service_says_of_each_is_answered_with(body):
    assert found(body) == [10]


@pytest.mark.parametrize(
    "body",
    [
        (
            "loaded = await asyncio.gather(*[load(name) for name in names])\n"
            "    errors = [each[1] for each in loaded]\n"
            "    told = []\n    for place, name in enumerate(names):\n"
            "        told.append({'name': name, 'error': errors[place]})\n    return told"
        ),
        "loaded = [await load(name) for name in names]\n    return {'errors': [e[1] for e in loaded]}",
    ],
)
def test_the_place_of_errors_in_pairs_is_followed(body):
    assert found(body) == [15]


@pytest.mark.parametrize(
    "body",
    [
        "results = [treat(name) for name in names]\n    return len(results)",
        "results = [treat(name) for name in names]\n    return [each['ok'] for each in results]",
        "loaded = [await load(name) for name in names]\n    return [str(each[0]) for each in loaded]",
        "loaded = [await load(name) for name in names]\n    return [each[0] for each in loaded]",
        "asyncio.create_task(asyncio.to_thread(treat, names[0]))\n    return {'started': True}",
        "told = {}\n    others['results'] = treat(names[0])\n    return told",
    ],
)
def test_what_is_left_out_of_an_answer_is_not_told(body):
    assert found(body) == []


GATHERED = """import asyncio
from fastapi import FastAPI
app = FastAPI()
@app.post("/batches")
async def batch(names: list[str]):
    results = await asyncio.gather(*map(fetch, names), return_exceptions=True)
    told = []
    for result in results:
        {body}
    return {{"results": told}}
"""


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("if isinstance(result, Exception):\n            told.append(str(result))", 1),
        ("if isinstance(result, (OSError, KeyError)): told.append(f'lost: {result}')", 1),
        (
            (
                "if isinstance(result, BaseException):\n"
                "            told.append({'error': repr(result)})"
            ),
            1,
        ),
        ("told.append('lost' if isinstance(result, Exception) else str(result))", 0),
        (
            (
                "if isinstance(result, Exception):\n            print(f'{result}')\n"
                "        else:\n            told.append(str(result))"
            ),
            0,
        ),
        ("if isinstance(result, dict):\n            told.append(str(result))", 0),
        ("if isinstance(result, Exception):\n            told.append('lost')", 0),
    ],
)
def test_exceptions_among_results_are_told_of(body, count):
    assert len(lines(RULE, GATHERED.format(body=body))) == count


@pytest.mark.parametrize(
    ("called", "others", "found"),
    [
        ("request.app.state.shop.treat_all()", "", [6]),
        ("shop.treat_all()", "", [6]),
        ("shop.treat_all()", "class Other:\n    def treat_all(self):\n        return 1\n", []),
        ("make_shop().treat_all()", "", []),
        ("shop.get()", "", []),
    ],
)
def test_methods_of_what_is_of_no_known_kind_are_told_by_their_names(called, others, found):
    service = """class Shop:
    def treat_all(self):
        try:
            return {"ok": bool(open("all"))}
        except OSError as error:
            return {"ok": False, "error": str(error)}
    def get(self):
        try:
            return open("all")
        except OSError as error:
            return str(error)
"""
    route = f"""from fastapi import FastAPI, Request
app = FastAPI()
@app.post("/batches")
def batch(request: Request):
    return {called}
"""
    assert lines(RULE, {"shop/service.py": others + service, "shop/main.py": route}) == found
