"""Texts of exceptions in what a function returns, of which an error of HTTP is made; debug mode."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SERVICE = """import httpx
async def ask(name):
    try:
        return {"data": httpx.get(name), "error": None}
    except httpx.HTTPError as error:
        return {"data": None, "error": f"It failed: {error}"}
"""
ROUTE = """from fastapi import FastAPI, HTTPException
from shop.service import ask
app = FastAPI()
async def stock(name):
    result = await ask(name)
    if result["error"]:
        raise HTTPException(502, {detail})
    return Stock(result["data"])
@app.get("/stock")
async def read(name: str) -> int:
    return len(await stock(name))
"""


@pytest.mark.parametrize(
    "detail",
    [
        'detail=result["error"]',
        'result.get("error")',
        'detail={"message": result["error"]}',
        "detail=f\"failed: {result['error']}\"",
        "detail='failed: ' + result['error']",
        "detail=str(result['error'])",
    ],
)
def test_an_error_is_made_of_a_result(detail):
    route = ROUTE.replace("{detail}", detail)
    assert lines(RULE, {"shop/service.py": SERVICE, "shop/main.py": route}) == [6]


@pytest.mark.parametrize("detail", ["detail='It failed.'", 'detail=result["data"]'])
def test_it_may_be_made_of_something_else(detail):
    route = ROUTE.replace("{detail}", detail)
    assert lines(RULE, {"shop/service.py": SERVICE, "shop/main.py": route}) == []


HEALTH = """from fastapi import FastAPI
app = FastAPI()
@app.get("/health")
def health() -> dict[str, object]:
    found = {{"errors": [], "checks": {{}}}}
    try:
        ask()
    except Exception as error:
        {line}
    return found
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('found["errors"].append(f"database: {error}")', [9]),
        ('found.setdefault("errors", []).append(str(error))', [9]),
        ('found["checks"]["database"] = str(error)', [9]),
        ('found["errors"].append("database")', []),
        ('log["errors"].append(str(error))', []),
    ],
)
def test_a_list_in_what_is_returned_is_added_to(line, expected):
    assert lines(RULE, HEALTH.format(line=line)) == expected


@pytest.mark.parametrize(
    ("debug", "expected"),
    [
        ("debug=True", [6]),
        ("debug=Settings().debug", [6]),
        ("debug=False", []),
        ("debug=MODE == 'local'", []),
        ("title='Shop'", []),
    ],
)
def test_debug_mode_answers_with_tracebacks(debug, expected):
    source = f"""from fastapi import FastAPI
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    debug: bool = True

app = FastAPI({debug})
"""
    assert lines(RULE, source) == expected


def test_what_formats_an_exception_is_judged_where_that_is_caught():
    source = """from fastapi import FastAPI, HTTPException
from pydantic import ValidationError
app = FastAPI()
def told(error: Exception) -> str:
    return f"It failed: {error}"
@app.get("/stock")
def read() -> int:
    try:
        return load()
    except ValidationError as error:
        raise HTTPException(422, told(error))
"""
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("server", "found"),
    [("from fastmcp import FastMCP\nmcp = FastMCP('shop')\n", [7, 14]), ("mcp = Tools()\n\n", [])],
)
def test_tools_of_mcp_answer_their_clients(server, found):
    tools = """import json
async def ask(name):
    try:
        return await fetch(name)
    except Exception as error:
        return json.dumps({"error": str(error)})
@mcp.tool(name="stock")
async def read(name: str) -> str:
    return await ask(name)
@mcp.tool
def write(name: str) -> str:
    try: return put(name)
    except OSError as error: return f"failed: {error}"
"""
    source = server + tools.replace("import json\n", "")
    app = "from fastapi import FastAPI\nfrom shop.tools import mcp\napp = FastAPI()\n"
    assert lines(RULE, {"shop/main.py": app, "shop/tools.py": source}) == found
