"""Where exceptions are made texts, and the names that bring them to an answer."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

TOP = """import logging
from enum import Enum
from fastapi import FastAPI, HTTPException
app = FastAPI()
class Texts(str, Enum):
    DEFAULT = lambda error="": f"it failed: {error if error else ''}"
    PLAIN = lambda error="": "it failed"
def describe(problem): return f"it failed: {problem}"
def named(problem):
    text = repr(problem)
    return {"text": text}
def counted(problem): return count(problem)
def sorted_out(problem): return str(problem) if isinstance(problem, KeyError) else "failed"
@app.get("/")
def read():
    answers = []
    text = None
    try:
        work()
    except Exception as error:
"""


@pytest.mark.parametrize(
    "body",
    [
        "        raise HTTPException(500, detail=Texts.DEFAULT(error))",
        "        raise HTTPException(500, detail=describe(error))",
        "        raise HTTPException(500, detail=named(error))",
        "        raise HTTPException(500, detail=error.__str__())",
        "        raise HTTPException(500, detail=f'failed: {error or None}')",
        "        return error.__repr__()",
        "        text = describe(error)\n        return {'error': text}",
    ],
)
def test_texts_are_found_however_they_are_made(body):
    assert lines(RULE, f"{TOP}{body}\n") == [21]


@pytest.mark.parametrize(
    "body",
    [
        "        raise HTTPException(500, detail=Texts.PLAIN(error))",
        "        raise HTTPException(500, detail=counted(error))",
        "        raise HTTPException(500, detail=sorted_out(error))",
        "        logging.error(describe(error))\n        raise HTTPException(500, 'failed')",
        "        text = str(error)\n        logging.error(text)\n    return {'answers': answers}",
    ],
)
def test_what_shows_nothing_is_left_alone(body):
    assert lines(RULE, f"{TOP}{body}\n") == []


@pytest.mark.parametrize(
    "after",
    [
        "    return {'text': text}",
        "    answers.append({'text': text})\n    return {'answers': answers}",
        "    answers.append(Answer(text=text))\n    return answers",
    ],
)
def test_the_text_is_cited_where_it_is_kept_and_not_where_it_is_logged(after):
    body = "        logging.error(f'failed: {error}')\n        text = f'failed: {error}'\n"
    assert lines(RULE, f"{TOP}{body}{after}\n") == [22]


def test_a_clause_that_only_uses_the_same_name_is_left_alone():
    body = "        text = str(error)\n    try:\n        more()\n    except Own as error:\n"
    source = f"class Own(Exception): ...\n{TOP}{body}        return {{'error': str(error)}}\n"
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("result = service()\n    return {'text': result['error']}", [5]),
        ("result = service()\n    text = result.error\n    return {'text': text}", [5]),
        (
            "result = service()\n    text = result['message'] if result else ''\n    return text",
            [5],
        ),
        ("result = service()\n    return {'count': result['count']}", []),
        ("result = service()\n    return {'failed': bool(result)}", []),
    ],
)
def test_a_part_of_what_a_service_returns_is_sent(read, found):
    source = f"""def service():
    try:
        work()
    except Exception as error:
        return {{"count": 1, "error": str(error)}}
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
def read():
    {read}
"""
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("str(task.info)", [8]),
        ("task.traceback", [8]),
        ("task.state", []),
        ("str(task.task_id)", []),
    ],
)
def test_what_a_task_failed_with_is_found(read, found):
    source = f"""from celery.result import AsyncResult as Result
from fastapi import FastAPI
from worker import celery
app = FastAPI()
@app.get("/{{key}}")
def read(key: str):
    task = Result(key, app=celery)
    text = {read}
    return {{"text": text}}
"""
    assert lines(RULE, source) == found
    assert (
        lines(RULE, source.replace("Result(key, app=celery)", "celery.AsyncResult(key)")) == found
    )
