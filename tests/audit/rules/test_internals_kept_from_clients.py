from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

TOP = """import traceback
from fastapi import FastAPI, HTTPException as Http
from fastapi.responses import JSONResponse
app = FastAPI()
class Ours(Exception): ...
@app.get("/")
def read():
    try:
        work()
    except {caught} as error:
        {body}
"""


@pytest.mark.parametrize(
    "body",
    [
        "raise Http(500, str(error))",
        "raise Http(500, detail=f'failed: {error}') from error",
        "raise Http(500, detail='failed: %s' % error)",
        "raise Http(500, detail='failed: {}'.format(error))",
        "raise Http(500, detail={'message': repr(error)})",
        "raise Http(500, detail=error)",
        "raise Http(500, detail=traceback.format_exc())",
        "raise Http(500, detail=error.args)",
        "raise Http(500, detail=error.args[0])",
        "text = error.args[0]; raise Http(500, text)",
        "made = Http(500, detail=str(error)); log.error(made); raise made",
        "return {'error': str(error)}",
        "return JSONResponse({'error': str(error)}, 500)",
        "text = str(error); return {'error': text}",
        "raise Http(500, error.args[0])",
        "raise Http(500, detail=f'failed: {error.args[0]}')",
        "text = error.text or str(error); return {'error': text}",
        "texts = []; texts.append(f'failed: {error}'); return {'errors': texts}",
        "answer = {}; answer['error'] = str(error); return answer",
    ],
)
def test_it_finds(body):
    source = TOP.replace("{caught}", "Exception").replace("{body}", body)
    found = lines(RULE, source)
    assert found == [11]


@pytest.mark.parametrize(
    ("caught", "body"),
    [
        ("Exception", "raise Http(500, 'failed') from error"),
        ("NotImplementedError", "raise Http(501, error.args[0])"),
        ("Exception", "log.error('failed: %s', error); raise Http(500, 'failed')"),
        ("Exception", "raise Http(500, type(error).__name__)"),
        ("Exception", "raise Http(500, f'{type(error).__name__} happened')"),
        ("Exception", "print(str(error)); return {'error': 'failed'}"),
        ("Ours", "raise Http(409, str(error))"),
        ("Exception", "raise Http(error) from error"),
        ("Exception", "made = Http(500, 'failed'); log.error(error); raise made"),
        ("Http", "return {'error': str(error.detail)}"),
    ],
)
def test_it_leaves_alone(caught, body):
    source = TOP.replace("{caught}", caught).replace("{body}", body)
    assert lines(RULE, source) == []


def test_each_clause_is_told_where_all_use_one_name():
    source = TOP.replace("{caught}", "KeyError").replace("{body}", "text = str(error)")
    source += (
        "        raise Http(500, text)\n    except OSError as error:\n        text = str(error)\n"
    )
    assert lines(RULE, f"{source}        raise Http(500, text)\n") == [11, 14]


@pytest.mark.parametrize(("registered", "found"), [("Ours", []), ("KeyError", [5])])
def test_a_handler_is_judged_by_what_it_is_registered_for(registered, found):
    source = (
        "from fastapi import FastAPI\nfrom fastapi.responses import JSONResponse\n"
        "class Ours(Exception): ...\n"
        "async def answer(request, error: Exception):\n"
        "    return JSONResponse({'detail': str(error)}, 400)\n"
        f"app = FastAPI()\napp.add_exception_handler({registered}, answer)\n"
    )
    assert lines(RULE, source) == found


def test_a_text_may_be_sent_behind_the_clause():
    source = """from fastapi import FastAPI
app = FastAPI()
@app.get("/")
def read():
    problem = None
    try:
        work()
    except OSError as error:
        problem = str(error)
    return {"problem": problem}
"""
    assert lines(RULE, source) == [9]


def test_handlers_are_looked_at():
    source = """from fastapi import FastAPI
from fastapi.responses import JSONResponse as Answer
async def on_error(request, exc: Exception):
    code, message = 500, str(exc)
    return Answer({"message": message}, status_code=code)
async def on_ours(request, exc: Exception):
    log(str(exc))
    return Answer({"message": "failed"}, status_code=500)
"""
    assert lines(RULE, source) == [4]


def test_what_a_service_returns_is_no_response():
    source = "def work():\n    try:\n        go()\n    except OSError as error:\n        return str(error)\n"
    assert lines(RULE, source) == []


@pytest.mark.parametrize("caught", ["ValueError", "UnicodeDecodeError", "(Ours, KeyError)"])
def test_what_a_library_may_raise_is_found(caught):
    body = "raise Http(400, str(error))"
    assert lines(RULE, TOP.replace("{caught}", caught).replace("{body}", body)) == [11]


HANDLER = """from fastapi import Request
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError
class Ours(Exception): ...
async def handle(request: Request, error: {kind}):
    content = dict(code=500, message=f"failed: {error}")
    return JSONResponse(content=content, status_code=500)
"""


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("IntegrityError", [7]),
        ("ResponseValidationError", [7]),
        ("ValueError", [7]),
        ("Ours", []),
        ("RequestValidationError", []),
    ],
)
def test_a_handler_holds_what_it_is_given(kind, found):
    assert lines(RULE, HANDLER.replace("{kind}", kind)) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("JSONResponse({'message': error.message})", [16]),
        ("JSONResponse({'message': str(error)})", [16]),
        ("JSONResponse({'message': f'failed: {error}'})", [16]),
        ("JSONResponse({'code': error.code})", []),
        ("JSONResponse({'message': 'failed'})", []),
    ],
)
def test_an_exception_of_the_project_tells_what_its_handler_does(answer, found):
    source = f"""from fastapi import FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
class Refused(Exception):
    def __init__(self, message):
        self.message = message
        self.code = 400
@app.exception_handler(Refused)
def refuse(request, error: Refused):
    return {answer}
@app.get("/")
def read():
    try:
        work()
    except Exception as problem:
        raise Refused(f"it failed: {{problem}}") from None
"""
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("returned", "found"),
    [
        ("await service.delete([1])", [11]),
        ("Envelope(detail=result)", [11]),
        ("{'result': result}", [11]),
        ("{'count': len(result)}", []),
    ],
)
def test_what_a_service_returns_to_a_route_is_sent(returned, found):
    source = f"""from fastapi import Depends, FastAPI
class Envelope: ...
class Service:
    async def delete(self, keys):
        failed = []
        done = {{}}
        for key in keys:
            try:
                work(key)
            except Exception as error:
                failed.append({{"key": key, "reason": str(error)}})
                done[key] = False
        return {{"failed": failed, "done": done}}
app = FastAPI()
@app.delete("/")
async def delete(service: Service = Depends()):
    result = await service.delete([1])
    return {returned}
"""
    assert lines(RULE, source) == found


@pytest.mark.parametrize(("kept", "found"), [("", [13]), ("int", [])])
def test_a_model_of_a_response_is_one_wherever_it_is_made(kept, found):
    source = f"""from fastapi import FastAPI
from pydantic import BaseModel
class State(BaseModel):
    error: str | None = None
class Settings(BaseModel):
    state: State
class Inner(BaseModel):
    error: str | None = None
def ask():
    try:
        return State()
    except Exception as error:
        return {"Inner" if kept else "State"}(error=str(error))
app = FastAPI()
@app.get("/", response_model=Settings)
def read():
    return Settings(state=cached)
"""
    assert lines(RULE, source) == found
