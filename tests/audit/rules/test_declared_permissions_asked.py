from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.declared_permissions_asked import RULE

LOGIN = """import jwt
from contextvars import ContextVar
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Security
from fastapi.security import OAuth2PasswordBearer
from starlette.middleware.base import BaseHTTPMiddleware
from other import guard

scheme = OAuth2PasswordBearer("/login")

async def login(token=Depends(scheme)):
    if token is None:
        raise HTTPException(401)
    return token

async def session(request: Request):
    return request.app.state.session

def role(name):
    async def check(user=Depends(login)):
        if name not in user.roles: raise HTTPException(403)
    return check

async def own(user=Depends(login), session=Depends(session)):
    return session.of(user)

async def maybe(token=Header(None)):
    return token

async def owned(order_id: int, user=Depends(login)):
    if order_id not in user.orders: raise HTTPException(404)

"""
ROUTE = """app = FastAPI()
@app.get("/orders/{{order_id}}", {more}openapi_extra={{"x-permission": "{declared}"}})
async def get_order(order_id: int, {takes}):
    {body}
"""


def found(
    declared: str, takes: str, body: str = "return 1", more: str = "", before: str = ""
) -> list[str]:
    route = ROUTE.format(declared=declared, takes=takes, body=body, more=more)
    return [each.message for each in findings(RULE, LOGIN + before + route)]


@pytest.mark.parametrize(
    ("declared", "takes", "told"),
    [
        ("admin", "_user=Depends(login)", "a role"),
        ("role:clerk", "session=Depends(session), _user=Depends(login)", "a role"),
        ("owner", "session=Depends(session), _user=Depends(login)", "who the owner is"),
        ("owner", "session=Depends(session)", "who the owner is"),
        ("authenticated", "session=Depends(session)", "a login"),
        ("admin", "request: Request, _user=Depends(login)", "a role"),
    ],
)
def test_it_finds_what_nothing_asks_for(declared, takes, told):
    body = "return request.url.path" if "request" in takes else "return 1"
    assert found(declared, takes, body) == [
        f"The route declares `{declared}`, and no dependency asks for {told}."
    ]


@pytest.mark.parametrize(
    ("declared", "takes", "body"),
    [
        ("admin", "_user=Depends(role('admin'))", "return 1"),
        ("authenticated", "_user=Depends(login)", "return 1"),
        ("public", "session=Depends(session)", "return 1"),
        ("partners", "session=Depends(session)", "return 1"),
        ("owner", "session=Depends(own)", "return session.all()"),
        ("owner", "user=Depends(login)", "return find(user)"),
        ("owner", "_owned=Depends(owned)", "return 1"),
        ("owner", "token=Depends(maybe)", "return find(token)"),
        ("admin", "_user=Security(login, scopes=['admin'])", "return 1"),
        ("admin", "_user=Depends(guard)", "return 1"),
        ("admin", "_user=Depends(login)", "raise HTTPException(403)"),
        ("admin", "request: Request, _user=Depends(login)", "return find(request.state.user)"),
        ("admin", "request: Request, _user=Depends(login)", "return guard(request)"),
        ("admin", "request: Request, _user=Depends(login)", "return request.headers['role']"),
    ],
)
def test_it_leaves_alone_what_may_be_asked_for(declared, takes, body):
    assert found(declared, takes, body) == []


@pytest.mark.parametrize(
    ("makes", "count"),
    [
        ("session.of(user)", 0),
        ("Rows(session, owner=user)", 0),
        ("session.of(token)", 0),
        ("session.all()", 1),
    ],
)
def test_a_service_is_for_owners_where_it_is_made_for_who_is_logged_in(makes, count):
    service = f"""
async def rows(session=Depends(session), user=Depends(login), token=Depends(maybe)):
    return {makes}

async def service(rows=Depends(rows)):
    return Service(rows)

"""
    takes, body = "service=Depends(service)", "return service.get(order_id)"
    assert len(found("owner", takes, body, before=service)) == count


def test_credentials_may_have_a_name_of_their_own():
    guard = """
from typing import Annotated
from fastapi import Cookie
Session = Annotated[str | None, Cookie(alias="session")]
async def somebody(session: Session = None):
    if session is None: raise HTTPException(401)
    return session

"""
    assert found("owner", "user=Depends(somebody)", "return find(user)", before=guard) == []


def test_many_layers_of_many_dependencies_are_looked_at_once():
    width, layers = 8, 7
    names = [[f"l{layer}_{number}" for number in range(width)] for layer in range(layers)]
    source = "".join(
        f"async def {name}({', '.join(f'{each}=Depends({each})' for each in below)}):\n"
        f"    return [{', '.join(below)}]\n"
        for below, layer in zip([[], *names], names, strict=False)
        for name in layer
    )
    assert len(found("owner", "rows=Depends(l6_0)", "return rows", before=source)) == 1


def test_what_stands_around_a_route_may_ask():
    takes = "_user=Depends(login)"
    assert found("admin", takes, more="dependencies=[Depends(role('admin'))], ") == []
    decorated = ROUTE.replace("async def", "@guard\nasync def").format(
        declared="admin", takes=takes, body="return 1", more=""
    )
    assert lines(RULE, LOGIN + decorated) == []
    assert found("admin", takes, before="current_user = ContextVar('current_user')\n") == []


MIDDLEWARE = """class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.method == "PUT":
            return Response(status_code={status})
        return await call_next(request)
"""


@pytest.mark.parametrize(("status", "refuses"), [(403, True), (401, True), (413, False)])
def test_middleware_that_refuses_may_ask(status, refuses):
    before = MIDDLEWARE.format(status=status)
    route = ROUTE.format(declared="admin", takes="_user=Depends(login)", body="return 1", more="")
    source = f"{LOGIN}{before}{route}app.add_middleware(Gate)\n"
    assert (lines(RULE, source) == []) is refuses


GUARDS = """
async def clerk(user=Depends(login)):
    if user["role"] != "clerk":
        raise HTTPException({status})

async def known(token=Depends(scheme)):
    if find(token) is None:
        raise HTTPException({status})

async def shared(given=Depends(scheme)):
    if {compared}:
        raise HTTPException({status})

"""


@pytest.mark.parametrize("status", [400, 401])
def test_a_guard_that_stands_on_a_login_may_ask_by_any_refusal(status):
    guards = GUARDS.format(status=status, compared="given")
    assert found("admin", "_clerk=Depends(clerk)", before=guards) == []
    assert len(found("admin", "_user=Depends(known)", before=guards)) == 1


@pytest.mark.parametrize(
    ("compared", "count"),
    [
        ("not secrets.compare_digest(given, settings.admin_key)", 0),
        ("given != settings.admin_password", 0),
        ("given.kind != settings.kind", 1),
    ],
)
def test_a_guard_that_compares_a_secret_itself_may_ask(compared, count):
    guards = GUARDS.format(status=401, compared=compared)
    assert len(found("admin", "_shared=Depends(shared)", before=guards)) == count


@pytest.mark.parametrize(("kind", "count"), [("Guarded", 0), ("APIRoute", 1)])
def test_a_class_of_routes_may_ask(kind, count):
    route = ROUTE.format(declared="admin", takes="", body="return 1", more="")
    source = f"""from fastapi import APIRouter
from fastapi.routing import APIRoute
class Guarded(APIRoute): ...
router = APIRouter(route_class={kind})
{route.replace("@app", "@router")}
app.include_router(router)
"""
    assert len(lines(RULE, LOGIN + source)) == count


@pytest.mark.parametrize(
    ("takes", "asked", "count"),
    [
        ("request: Request", "request.app.state.limits", 1),
        ("token=Depends(scheme)", "token", 0),
        ("token=Depends(scheme)", "found", 1),
        ("token=Header()", "token", 0),
    ],
)
def test_errors_of_services_that_do_not_know_who_asks_are_no_refusals(takes, asked, count):
    service = f"""class NoAnswerError(Exception): ...
async def limits({takes}):
    if {asked} is None:
        raise NoAnswerError
"""
    takes = "_user=Depends(login), _limits=Depends(limits)"
    assert len(found("admin", takes, before=service)) == count
