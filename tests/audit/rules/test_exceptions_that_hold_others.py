"""Exceptions of the project that are made with the text of another, and what handlers show."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

ANSWERED = """from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
app = FastAPI()
class Root(Exception):
    def __init__(self, message, *, code=400):
        super().__init__(message)
        self.code = code
class Refused({base}):
{constructor}
@app.exception_handler(Refused)
def refuse(request, error: Refused):
{answer}
@app.get("/")
def read():
    try:
        work()
    except Exception as problem:
        raise Refused({given})
"""
KEPT = """    def __init__(self, cause, detail=""):
        super().__init__(cause)
        self.detail = detail"""
DETAIL = "    return JSONResponse({'detail': error.detail})"
TEXT = "    return JSONResponse({'detail': str(error)})"


def answered(
    constructor: str, answer: str, given: str, base: str = "Exception", source: str = ANSWERED
) -> list[int]:
    for name, text in {
        "base": base,
        "constructor": constructor,
        "answer": answer,
        "given": given,
    }.items():
        source = source.replace(f"{{{name}}}", text)
    place = source[: source.index("        raise Refused")].count("\n") + 1
    return [line - place for line in lines(RULE, source)]


@pytest.mark.parametrize(
    ("constructor", "answer", "given"),
    [
        (KEPT, DETAIL, "problem, 'the preview failed'"),
        (KEPT, DETAIL, "cause=problem, detail='the preview failed'"),
        (KEPT, DETAIL, "str(problem), detail='the preview failed'"),
        (KEPT, "    return JSONResponse({'detail': getattr(error, 'detail', '')})", "problem, ''"),
        (KEPT, f"    log.error(f'failed: {{error}}')\n{DETAIL}", "problem, 'failed'"),
        (KEPT, f"    print(str(error))\n{DETAIL}", "problem, 'failed'"),
        (
            (
                "    def __init__(self, cause):\n        super().__init__('it failed')\n"
                "        self.cause = cause"
            ),
            TEXT,
            "str(problem)",
        ),
        (
            (
                "    def __init__(self, cause):\n        self.cause = cause\n"
                "    def __str__(self):\n        return 'it failed'"
            ),
            TEXT,
            "str(problem)",
        ),
    ],
)
def test_what_no_handler_shows_may_be_kept(constructor, answer, given):
    assert answered(constructor, answer, given) == []


@pytest.mark.parametrize(
    ("constructor", "answer", "given"),
    [
        (KEPT, DETAIL, "problem, str(problem)"),
        (KEPT, DETAIL, "problem, detail=f'failed: {problem}'"),
        (KEPT, TEXT, "problem, 'failed'"),
        (
            KEPT,
            "    return JSONResponse({'detail': getattr(error, 'detail', '')})",
            "1, str(problem)",
        ),
        (KEPT, "    text = str(error)\n    return JSONResponse({'detail': text})", "problem"),
        ("    ...", TEXT, "f'failed: {problem}'"),
        (
            (
                "    def __init__(self, reason):\n        text = f'failed: {reason}'\n"
                "        super().__init__(text)"
            ),
            TEXT,
            "reason=str(problem)",
        ),
        (
            (
                "    def __init__(self, reason):\n        self.reason = reason\n"
                "    def to_dict(self):\n        return {'reason': self.reason}"
            ),
            "    return JSONResponse(error.to_dict())",
            "str(problem)",
        ),
        (
            "    def __init__(self, *args, **more):\n        super().__init__(*args, **more)",
            TEXT,
            "str(problem)",
        ),
        (
            (
                "    def __init__(self, message='failed'):\n        self.message = message\n"
                "        self.message = self.message.strip()\n        super().__init__(self.message)"
            ),
            TEXT,
            "f'failed: {problem}'",
        ),
    ],
)
def test_what_a_handler_shows_is_found(constructor, answer, given):
    assert answered(constructor, answer, given) == [0]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("400, 'failed: {}'.format(str(problem))", [0]),
        ("status=400, message=str(problem)", [0]),
        ("status=400, message='failed', cause=str(problem)", []),
        ("400, 'failed', str(problem)", []),
    ],
)
def test_the_fields_of_a_dataclass_are_what_it_is_made_with(given, found):
    fields = "    status: int\n    message: str\n    cause: str = ''"
    answer = "    return JSONResponse({'detail': error.message})"
    source = ANSWERED.replace("class Refused", "@dataclass\nclass Refused")
    assert answered(fields, answer, given, source=source) == found
    assert answered(fields, answer, given) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [("str(problem)", [0]), ("message=str(problem)", [0])],
)
def test_constructors_of_bases_are_followed(given, found):
    constructor = (
        "    def __init__(self, message, **more):\n        super().__init__(message, **more)"
    )
    assert answered(constructor, TEXT, given, base="Root") == found


@pytest.mark.parametrize(
    ("given", "found"), [("str(problem), 'failed'", []), ("problem, str(problem)", [6])]
)
def test_an_http_error_of_the_project_shows_its_detail(given, found):
    source = f"""from fastapi import HTTPException
class Refused(HTTPException):
    def __init__(self, cause, text):
        self.cause = cause
        super().__init__(400, detail=text)
def work():
    try:
        go()
    except KeyError as problem:
        raise Refused({given})
"""
    assert [line - 4 for line in lines(RULE, source)] == found


CAUGHT = """from fastapi import FastAPI, HTTPException
app = FastAPI()
class Base(Exception): ...
class Broken({base}): ...
class Missing({base}): ...
def work():
    try:
        go()
    except Exception as problem:
        raise Broken({given}) from problem
    raise Missing("there is none")
@app.get("/")
def read():
    try:
        work()
    except {caught} as error:
        raise HTTPException(500, detail=str(error))
"""


@pytest.mark.parametrize(
    ("caught", "given", "found"),
    [
        ("Broken", "f'failed: {problem}'", [17]),
        ("Broken", "str(problem)", [17]),
        ("(Missing, Broken)", "str(problem)", [17]),
        ("Base", "str(problem)", [17]),
        ("Missing", "str(problem)", []),
        ("Broken", "'it failed'", []),
    ],
)
def test_the_text_of_another_is_told_where_its_holder_is_caught(caught, given, found):
    source = CAUGHT.replace("{base}", "Base").replace("{given}", given)
    assert lines(RULE, source.replace("{caught}", caught)) == found


def test_what_only_logs_hold_is_not_told_where_it_is_caught():
    source = CAUGHT.replace("class Broken({base}): ...", f"class Broken(Exception):\n{KEPT}")
    source = source.replace("super().__init__(cause)", "super().__init__(detail)")
    source = source.replace("{base}", "Base").replace("{given}", "problem, 'it failed'")
    assert lines(RULE, source.replace("{caught}", "Broken")) == []


def test_handlers_that_are_put_into_a_mapping_later_are_known():
    table = """from app.errors import Other, Refused
from fastapi.responses import JSONResponse
handlers: dict[type[Exception], object] = {}
async def answer(request, error):
    return JSONResponse({"message": error.message})
handlers[Refused] = answer
"""
    main = """from fastapi import FastAPI
from app.errors import Other, Refused
from app.table import handlers
app = FastAPI()
for kind, each in handlers.items():
    app.add_exception_handler(kind, each)
@app.get("/")
def read():
    try:
        work()
    except KeyError as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Other(str(problem))
"""
    errors = "".join(
        f"class {name}(Exception):\n    def __init__(self, message):\n"
        "        self.message = message\n"
        for name in ("Refused", "Other")
    )
    read = facts({"app/main.py": main, "app/table.py": table, "app/errors.py": errors})
    assert [each.place.line for each in RULE.check(read)] == [12]


OF_A_BASE = """from fastapi import FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
class ServiceError(BASE): ...
class Missing(ServiceError):
    def __init__(self, message: str, user_id: int):
        super().__init__(message)
        self.user_id = user_id
class Broken(ServiceError): ...
@app.exception_handler(ServiceError)
def answer(request, error: ServiceError):
    told = {}
    if isinstance(error, Missing):
        told["id"] = error.user_id
    return JSONResponse({"code": "failed", **told, "why": WHY})
def store():
    try:
        run()
    except OSError as error:
        raise Broken(f"Failed: {error}") from error
"""


@pytest.mark.parametrize(
    ("base", "why", "found"),
    [
        ("Exception", "''", []),
        ("Exception", "error.args[0]", [20]),
        ("OSError", "error.strerror", [20]),
    ],
)
def test_an_attribute_of_a_sibling_is_not_of_what_an_exception_is_made_with(base, why, found):
    assert lines(RULE, OF_A_BASE.replace("BASE", base).replace("WHY", why)) == found


PUT = """    def __init__(self, name, original=None):
        details = [{{"service": name}}]
        {put}
        super().__init__('it failed')
        self.details = details"""
DETAILS = "    return JSONResponse({'details': error.details})"


@pytest.mark.parametrize(
    "put",
    [
        "details[0]['original'] = original",
        "details.append({'original': original})",
        "details[0].update(original=original)",
        "details[0].update({'original': original})",
        "details += [original]",
        "details[0].setdefault('causes', []).append(original)",
    ],
)
def test_what_a_constructor_puts_into_what_is_answered_is_answered(put):
    constructor = PUT.format(put=put)

    assert answered(constructor, DETAILS, "'ferry', original=str(problem)") == [0]


@pytest.mark.parametrize("put", ["log.info(original)", "self.kept['original'] = original"])
def test_what_a_constructor_puts_elsewhere_is_not(put):
    constructor = PUT.format(put=put)

    assert not answered(constructor, DETAILS, "'ferry', original=str(problem)")
