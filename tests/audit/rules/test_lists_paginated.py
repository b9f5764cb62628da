from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """from enum import Enum
from typing import Annotated, List, Literal, Optional, get_args
from uuid import UUID
from fastapi import Depends, FastAPI, Query
from fastapi_pagination import Page as LibraryPage
from pydantic import BaseModel, Field, conint
app = FastAPI()
class Color(Enum):
    RED = "red"
class Item(BaseModel):
    name: str
class ItemList(BaseModel):
    data: list[Item]
class Items(BaseModel):
    data: list[Item]
    count: int
class Order(BaseModel):
    number: str
    lines: list[Item]
    customer: Item
MAX = 100
Small = Annotated[int, Query(le=MAX)]
class Params(BaseModel):
    limit: int = Field(20, ge=1)
class Capped(BaseModel):
    page_size: int = Field(20, le=MAX)
class Paging(Capped): ...
class PageParams:
    def __init__(self, size: int = Query(20, le=100)): ...
def paging(limit: int = 20): ...
def wrapped(cls): ...
"""
AT = TOP.count("\n") + 2


@pytest.mark.parametrize(
    "signature",
    [
        "() -> list[Item]",
        "() -> ItemList",
        "() -> Items",
        "(limit: int = 20) -> list[Item]",
        "(limit: int = Query(20, ge=1)) -> list[Item]",
        "(limit: Annotated[int, Query(ge=1)] = 20) -> List[Item]",
        "(page=Depends(paging)) -> list[Item]",
        "(limit: int | str | None = None) -> list[Item]",
        "(top: list[str] = Query(None)) -> list[Item]",
        "(params: Annotated[Params, Query()]) -> list[Item]",
        "(params: Params = Depends()) -> list[Item]",
        "(params=Depends(wrapped(Params))) -> list[Item]",
    ],
)
def test_it_finds(signature):
    assert lines(RULE, TOP + f"@app.get('/')\ndef read{signature}: ...\n") == [AT]


@pytest.mark.parametrize(
    "signature",
    [
        "() -> Item",
        "() -> Order",
        "() -> list[UUID]",
        "() -> list[Color]",
        "() -> list[Literal['a']]",
        "() -> LibraryPage[Item]",
        "(limit: int = Query(100, le=100)) -> list[Item]",
        "(limit: Small = 20) -> list[Item]",
        "(limit: conint(le=100) = 20) -> list[Item]",
        "(limit: Optional[conint(gt=0, lt=101)] = 20) -> list[Item]",
        "(params: Annotated[Paging, Query()]) -> list[Item]",
        "(params: PageParams = Depends()) -> list[Item]",
        "(size: Literal[10, 20] = 10) -> list[Item]",
    ],
)
def test_it_leaves_alone(signature):
    assert lines(RULE, TOP + f"@app.get('/')\ndef read{signature}: ...\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "    limit = min(limit, 100)\n    return find(limit)\n",
        "    if limit > 100:\n        raise ValueError\n    return find(limit)\n",
        "    return [Item(name='a'), Item(name='b')]\n",
        "    return [Item(name=each) for each in Color]\n",
        (
            "    found = [Item(name=each) for each in Color]\n"
            "    if of:\n        found = filter(of, found)\n        found = list(found)\n"
            "    return found\n"
        ),
        "    return colors()\ndef colors():\n    return list(get_args(Shade))\n",
        "    return colors()\ndef colors():\n    return [Item(name='a'), Item(name='b')]\n",
    ],
)
def test_a_limit_in_the_route_is_one(body):
    route = f"@app.get('/')\ndef read(limit: int = 20) -> list[Item]:\n{body}"
    assert lines(RULE, TOP + route) == []


def test_a_helper_that_is_still_to_be_written():
    route = "@app.get('/')\ndef read() -> list[Item]:\n    return find()\n"
    assert lines(RULE, f"{TOP}{route}def find():\n    return []\n") == [AT]


@pytest.mark.parametrize(
    ("parameter", "given", "found"),
    [
        ("limit: int = 12", "", []),
        ("limit: int = 12", "12", [AT + 2]),
        ("limit=None", "", [AT + 2]),
        ("limit: int = 1", "", [AT + 2]),
    ],
)
def test_a_limit_that_no_client_names(parameter, given, found):
    source = (
        f"def find({parameter}):\n    return session.execute(select(Item).limit(limit))\n"
        f"@app.get('/')\ndef read() -> list[Item]:\n    return find({given})\n"
    )
    assert lines(RULE, TOP + source) == found


@pytest.mark.parametrize("rest", ["{'items': found}", "context={'items': found}"])
def test_a_template_that_is_given_all_rows(rest):
    source = (
        "@app.get('/')\ndef read(db):\n    found = db.query(Item).all()\n"
        f"    return templates.TemplateResponse('a.html', {rest})\n"
    )
    assert lines(RULE, TOP + source) == [AT]


FILLED = """from typing import Generic, TypeVar
T = TypeVar("T")
class Data(BaseModel, Generic[T]):
    data: T
class ItemsData(Data[list[Item]]): ...
class ItemData(Data[Item]): ...
class Error(Exception, Generic[T]): ...
"""


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("ItemsData", True), ("Data[list[Item]]", True), ("Data[Item]", False), ("ItemData", False),
        ("Data[list[int]]", False),
    ],
)  # fmt: skip
def test_an_envelope_that_is_filled_with_a_list_is_one(answer, found):
    source = f"{TOP}{FILLED}@app.get('/')\ndef read() -> {answer}: ...\n"
    assert bool(lines(RULE, source)) is found


def test_only_what_is_read_is_a_list():
    assert lines(RULE, TOP + "@app.post('/')\ndef make() -> list[Item]: ...\n") == []


@pytest.mark.parametrize(
    "route",
    [
        "def read(limit: int = 20): ...",
        "def read(page: int = 1, page_size: int = Query(10)): ...",
        "def read(limit: int | None = None) -> Response: ...",
        "async def read(db):\n    return (await db.execute(q)).scalars().all()",
        "async def read(db):\n    rows = await find(db)\n    return rows",
        "async def read(db):\n    return [each.name for each in await find(db)]",
        "def read(db):\n    rows = db.query(M).all()\n    return {'items': [each.a for each in rows]}",
        "def read(db) -> dict:\n    return {'items': db.query(M).all(), 'total': 1}",
        """def read(db):
    rows = []
    for each in db.query(M).all():
        rows.append(each.a)
    answer = {'items': rows}
    return answer""",
        """def read(db):
    try:
        return db.query(M).all()
    except Exception:
        return {'items': []}""",
        "def read(db):\n    return JSONResponse(content={'items': db.query(M).all()})",
        """def read(db):
    rows = db.query(M).all()
    if not rows:
        rows = make()
    return rows""",
    ],
)
def test_a_list_need_not_be_declared(route):
    found = "async def find(db):\n    return (await db.execute(q)).fetchall()\n"
    assert lines(RULE, f"{TOP}{found}@app.get('/')\n{route}\n") == [AT + 2]


@pytest.mark.parametrize(
    "route",
    [
        "def read(size: int = 20): ...",
        "def read(limit: Annotated[int, Query(le=50)] = 20): ...",
        "def read(limit: bool = True): ...",
        "def read(limit: int = 20):\n    return find(limit)",
        "def read(limit: int = 20) -> list[Item]:\n    return Store().read(limit=limit)",
        "async def read(db):\n    return (await db.execute(q)).scalars().first()",
        "async def read(db):\n    return Store().all()",
        "def read(db):\n    return {'items': db.query(M).order_by(M.a).limit(5).all()}",
        "def read(db):\n    q = db.query(M)\n    q = q.limit(5)\n    return q.all()",
        "def read(db):\n    return db.execute(text('SELECT a FROM b LIMIT 5')).fetchall()",
        "def read(db):\n    rows = db.query(M).all()\n    rows = rows[:5]\n    return rows",
        "def read(db):\n    return {'total': len(db.query(M).all())}",
    ],
)
def test_what_is_cut_elsewhere_or_is_no_list_is_left_alone(route):
    below = (
        "def find(count: int):\n    return q.limit(min(count, 100))\n"
        "class Store:\n    def read(self, limit: int):\n        return find(limit)\n"
        "    def all(self):\n        return 1\n"
    )
    assert lines(RULE, f"{TOP}{below}@app.get('/')\n{route}\n") == []


def test_a_model_that_holds_nothing_but_a_list_is_one():
    tags = "class Tags(BaseModel):\n    tags: list[str]\n"
    few = "class Colors(BaseModel):\n    colors: list[Color]\n"
    assert lines(RULE, f"{TOP}{tags}@app.get('/')\ndef read() -> Tags: ...\n") == [AT + 2]
    assert lines(RULE, f"{TOP}{few}@app.get('/')\ndef read() -> Colors: ...\n") == []


def test_what_has_an_identity_is_a_thing_that_holds_others():
    thing = "class Amenity(BaseModel):\n    id: int\n    name: str\n    rooms: list[Item]\n"
    assert lines(RULE, f"{TOP}{thing}@app.get('/')\ndef read() -> Amenity: ...\n") == []


def test_rows_that_are_turned_into_something():
    source = """@app.get('/')
def read(session):
    rows = session.query(Item)
    rows = rows.filter(Item.name == "a").all()
    made = list(map(lambda each: {"name": each.name}, rows))
    return made
"""
    assert lines(RULE, TOP + source) == [AT]


@pytest.mark.parametrize(
    ("route", "count"),
    [
        # A limit that is only shown limits nothing.
        ("def read(limit: int = 10):\n    return {'text': f'{limit} of them'}\n", 0),
        ("def read(limit: int = 10):\n    return 'the first %s' % str(limit)\n", 0),
        ("def read(limit: int = 10):\n    return {'none': []}\n", 0),
        ("def read(limit: int = 10):\n    return {'items': rows(limit)}\n", 1),
        ("def read(limit: int = 10):\n    return {'items': kept[:limit]}\n", 1),
        # What keeps a number may stand between it and the cut.
        (
            (
                "def read(limit: int = 10):\n    wanted = int(limit or 8)\n"
                "    return rows(min(max(wanted, 1), 50))\n"
            ),
            0,
        ),
        (
            (
                "def read(limit: int = 10):\n    if not 1 <= limit <= 100:\n        raise E\n"
                "    return rows(limit)\n"
            ),
            0,
        ),
        ("def read(limit: int = 10):\n    if limit > 0:\n        return rows(limit)\n", 1),
        ("def read(limit: int = 10):\n    if 100 < limit:\n        raise E\n    rows(limit)\n", 0),
    ],
)
def test_a_limit_has_to_be_used_and_may_be_cut_on_the_way(route, count):
    assert len(lines(RULE, f"{TOP}@app.get('/')\n{route}")) == count


@pytest.mark.parametrize(
    ("path", "parameter", "count"),
    [
        ("/weeks/{start}", "start: date", 0),
        ("/weeks/{start}/", "start: Annotated[date, Path()]", 0),
        ("/weeks/{start}", "start: str", 1),
        ("/{start}/items", "start: date", 1),
    ],
)
def test_what_is_of_one_date_does_not_grow(path, parameter, count):
    source = f"""{TOP}from datetime import date
from fastapi import Path
@app.get('{path}')
def read({parameter}) -> ItemList: ...
"""
    assert len(lines(RULE, source)) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("return JSONResponse({'items': session.query(Item).all()})", 1),
        ("return JSONResponse(content=session.query(Item).all())", 1),
        ("return {'items': session.query(Item).all(), 'count': 1}", 1),
        (
            (
                "found = []\n    for each in Repository(session).named():\n"
                "        found.append({'name': each.name})\n"
                "    return JSONResponse(content={'items': found})"
            ),
            1,
        ),
        ("return JSONResponse({'items': session.query(Item).limit(20).all()})", 0),
        ("return JSONResponse({'items': [1, 2]})", 0),
        ("return JSONResponse({'count': len(session.query(Item).all())})", 0),
    ],
)
def test_rows_in_the_body_of_a_response(body, count):
    source = f"""{TOP}from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session
class Repository:
    def __init__(self, session: Session):
        self.session = session
    def named(self) -> list[Item]:
        return self.session.query(Item).filter_by(name='a')
@app.get('/')
def read(session: Session = Depends()) -> JSONResponse:
    {body}
"""
    assert len(lines(RULE, source)) == count


@pytest.mark.parametrize(("kept", "count"), [("", 0), ("    session.add(words)\n", 1)])
def test_what_another_server_answers_is_no_table(kept, count):
    source = f"""{TOP}import httpx
from sqlalchemy.orm import Session
@app.get('/', response_model=list[str])
def read(text: str, session: Session = Depends()):
    words = httpx.get('https://example.org', params={{'q': text}}).json()
{kept}    return words
"""
    assert len(lines(RULE, source)) == count


@pytest.mark.parametrize(("shown", "count"), [("", 1), (", include_in_schema=False", 0)])
def test_pages_that_are_not_in_the_schema_are_left_alone(shown, count):
    source = f"""{TOP}from fastapi import APIRouter
pages = APIRouter()
@pages.get('/')
def read() -> list[Item]: ...
app.include_router(pages{shown})
"""
    assert len(lines(RULE, source)) == count


def test_what_a_factory_of_a_dependency_takes_is_no_parameter_of_the_route():
    source = """from fastapi import APIRouter, Depends, FastAPI, Query
app = FastAPI()
def throttled(limit: int, seconds: int):
    def check(request): ...
    return check
def paged(top: int):
    def page(limit: int): ...
    return page
kept = throttled(limit=5, seconds=60)
@app.get('/totals')
def totals(_=Depends(throttled(limit=5, seconds=60))) -> dict[str, int]: ...
@app.get('/sums')
def sums(_=Depends(kept)) -> dict[str, int]: ...
@app.get('/items')
def items(page=Depends(paged(top=5))) -> dict[str, int]: ...
"""
    assert lines(RULE, source) == [15]
