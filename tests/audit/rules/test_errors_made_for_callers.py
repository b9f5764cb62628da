"""Functions that make an error of HTTP of an exception, which their callers raise."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SOURCE = """from fastapi import FastAPI, HTTPException
app = FastAPI()
class Refused(Exception): ...
class Broken(Exception): ...
class Worse(Broken): ...
def load(text):
    try:
        return int(text)
    except ValueError as error:
        raise Worse(f"cannot be read: {{error}}") from error
def told(error: Exception) -> HTTPException:
{body}
@app.get("/")
def read() -> int:
    try:
        return load("1")
    except Exception as error:
        raise {raised} from error
"""
LINE = 12


@pytest.mark.parametrize(
    ("body", "raised", "found"),
    [
        ("    return HTTPException(400, str(error))", "told(error)", True),
        ("    return HTTPException(400, f'failed: {error}')", "told(error)", True),
        ("    return HTTPException(400, 'failed')", "told(error)", False),
        # Nobody raises it.
        ("    return HTTPException(400, str(error))", "HTTPException(400)", False),
        # The text of an exception of the project was written for readers.
        (
            (
                "    if isinstance(error, Refused): return HTTPException(400, str(error))\n"
                "    return HTTPException(500)"
            ),
            "told(error)",
            False,
        ),
        (
            (
                "    match error:\n"
                "        case Refused() as known: return HTTPException(400, str(error))\n"
                "        case _: return HTTPException(500)"
            ),
            "told(error)",
            False,
        ),
        # But for one that holds the text of another, or may be any.
        (
            "    if isinstance(error, Broken): return HTTPException(400, str(error))",
            "told(error)",
            True,
        ),
        (
            "    if isinstance(error, (Refused, KeyError)): return HTTPException(400, str(error))",
            "told(error)",
            True,
        ),
        (
            (
                "    if isinstance(error, Refused): return HTTPException(400, str(error))\n"
                "    else: return HTTPException(500, str(error))"
            ),
            "told(error)",
            True,
        ),
    ],
)
def test_the_text_of_an_exception_is_found_where_a_helper_makes_an_error_of_it(body, raised, found):
    made = lines(RULE, SOURCE.format(body=body, raised=raised))
    ends = LINE + body.count("\n")
    assert [LINE <= each <= ends for each in made] == [True] * found
