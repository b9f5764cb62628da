"""``routes`` on projects of every shape."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support import projects

from fastscaffold import queries
from fastscaffold.__main__ import main
from fastscaffold.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fastscaffold.requests import RouteRow, Routes

pytestmark = pytest.mark.any_python

HEAD = """\
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Security
"""
USERS = """\
def user():
    raise HTTPException(401)
def role(name):
    def check(me=Depends(user)):
        return me
    return check
"""
SPEC = """
version: 1
features:
  notes:
    fields: {body: text}
    behaviours: {ownership: true}
    api:
      permissions: {list: public, get: public, create: "role:writer", update: owner, delete: admin}
"""


@pytest.fixture
def project(tmp_path):
    # Nothing above belongs to it.
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(project: Path, files: Mapping[str, str] | str) -> None:
    for path, text in ({"main.py": files} if isinstance(files, str) else files).items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)


def listed(project: Path, files: Mapping[str, str] | str) -> Routes:
    write(project, files)
    return queries.list_routes(project)


def shown(rows: tuple[RouteRow, ...]) -> list[str]:
    return [f"{row.method} {row.path} {row.permission}" for row in rows]


def test_a_generated_project(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth", "metrics"))
    projects.add(project, SPEC)

    found = queries.list_routes(project)

    rows = shown(found.rows)
    assert [row for row in rows if "/notes" in row] == [
        "GET /api/v1/notes public",
        "POST /api/v1/notes role:writer",
        "GET /api/v1/notes/{note_id} public",
        "PATCH /api/v1/notes/{note_id} owner",
        "DELETE /api/v1/notes/{note_id} admin",
    ]
    assert "GET /health public" in rows
    assert "GET /metrics in handler" in rows
    assert "GET /api/v1/users/me authenticated" in rows
    assert "GET /api/v1/users admin" in rows
    assert (found.issues, found.warnings, found.notices) == ((), (), ())
    update = next(row for row in found.rows if row.handler == "update_note")
    assert "get_current_user" in update.guards
    line = (project / update.file).read_text().splitlines()[update.line - 1]
    assert line.startswith("async def update_note(")


def test_what_is_asked_for_is_named_as_it_stands(project):
    found = listed(
        project,
        HEAD
        + USERS
        + "ROLE = 'editor'\n"
        + "app = FastAPI()\n"
        + "@app.get('/a', dependencies=[Depends(role(ROLE))])\ndef a(): ...\n"
        + "@app.get('/b')\ndef b(me=Security(user, scopes=['read', 'write'])): ...\n"
        + "@app.get('/c')\ndef c():\n    raise HTTPException(403)\n",
    )

    assert shown(found.rows) == [
        "GET /a role(editor)",
        "GET /b scope read, scope write",
        "GET /c in handler",
    ]
    assert [row.guards for row in found.rows] == [("role",), ("user",), ()]


def test_a_declaration_does_not_hide_that_nothing_is_asked_for(project):
    found = listed(
        project,
        HEAD
        + "app = FastAPI()\n@app.get('/', openapi_extra={'x-permission': 'admin'})\ndef a(): ...\n",
    )

    assert shown(found.rows) == ["GET / public (declares admin)"]


GATE = """\
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse

class AccessTokenMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse({}, status_code=STATUS)
        return await call_next(request)

app = FastAPI()
app.add_middleware(GZipMiddleware)
app.add_middleware(AccessTokenMiddleware)

@app.get("/")
def a(): ...
"""


def test_middleware_that_may_refuse_is_named(project):
    found = listed(project, GATE.replace("STATUS", "401"))

    assert shown(found.rows) == ["GET / public"]
    assert [(each.code, each.path, each.line) for each in found.warnings] == [
        ("routes.middleware", "main.py", 14)
    ]
    assert found.warnings[0].message.startswith("AccessTokenMiddleware may refuse some of these")


@pytest.mark.parametrize("status", ["413", "200"])
def test_middleware_that_refuses_nobody_is_not_named(project, status):
    assert listed(project, GATE.replace("STATUS", status)).warnings == ()


def test_middleware_of_packages_is_named_if_its_name_says_that_it_asks(project):
    source = """\
from fastapi import FastAPI
from gates import JWTMiddleware
from slim import CompressionMiddleware
app = FastAPI()
app.add_middleware(JWTMiddleware)
app.add_middleware(CompressionMiddleware)
@app.get("/")
def a(): ...
"""
    assert [each.line for each in listed(project, source).warnings] == [5]


def test_middleware_of_new_projects_refuses_nobody_for_who_they_are(tmp_path):
    assert queries.list_routes(projects.new(tmp_path)).warnings == ()


def test_what_is_declared_public_is_listed_as_that_whatever_it_depends_on(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))

    rows = queries.list_routes(project).rows

    (register,) = [row for row in rows if row.path == "/api/v1/auth/register"]
    assert (register.permission, register.guards) == ("public", ("check_registration",))


OFF_BY_DEFAULT = """\
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    closed: bool = False
settings = Settings()
def check():
    if not settings.closed:
        return
    raise HTTPException(401)
"""
OPTIONAL = """\
from fastapi.security import OAuth2PasswordBearer
bearer = OAuth2PasswordBearer("/login", auto_error=False)
def check(token=Depends(bearer)):
    if token is None:
        return None
    if token != "a":
        raise HTTPException(401)
    return token
"""
BY_KEY = """\
def check(key: str = ""):
    if key == "secret":
        return
    raise HTTPException(401)
"""


@pytest.mark.parametrize(
    ("dependency", "permission"),
    [(OFF_BY_DEFAULT, "public"), (OPTIONAL, "public"), (BY_KEY, "authenticated")],
)
def test_what_lets_everybody_pass_makes_no_route_authenticated(project, dependency, permission):
    found = listed(
        project,
        HEAD
        + dependency
        + "app = FastAPI()\n@app.get('/', dependencies=[Depends(check)])\ndef a(): ...\n",
    )

    assert shown(found.rows) == [f"GET / {permission}"]


SCHEMES = """\
import contextlib
from fastapi import Request
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2
class Plain(HTTPBearer):
    async def __call__(self, request: Request):
        return (await super().__call__(request)).credentials
class Handing(HTTPBearer):
    def __init__(self, auto_error: bool = True):
        super(Handing, self).__init__(auto_error=auto_error)
class Spreading(Handing):
    def __init__(self, **given):
        super().__init__(**given)
class Lenient(Handing):
    def __init__(self):
        super().__init__(False)
class Swallowing(HTTPBearer):
    async def __call__(self, request: Request):
        try:
            return await super().__call__(request)
        except HTTPException:
            return None
class Decoding(HTTPBearer):
    async def __call__(self, request: Request):
        try:
            return decoded(await super().__call__(request))
        except ValueError:
            return None
class Cookie(OAuth2):
    async def __call__(self, request: Request):
        if "token" not in request.cookies:
            if self.auto_error:
                raise HTTPException(403)
            else:
                return None
        return request.cookies["token"]
class Ignoring(APIKeyHeader):
    async def __call__(self, request: Request):
        return request.headers.get("x-key")
class Roles(Plain):
    def __init__(self, roles, auto_error=True):
        super().__init__(auto_error=auto_error)
class Set:
    def __init__(self):
        self.strict = Plain()
        self.lenient = Handing(auto_error=False)
class Optional(HTTPBearer):
    async def __call__(self, request: Request):
        if "authorization" not in request.headers:
            return None
        return await super().__call__(request)
class Switched(HTTPBearer):
    async def __call__(self, request: Request):
        if settings.auth_disabled or request.method == "GET":
            return None
        return await super().__call__(request)
class CookieInstead(HTTPBearer):
    async def __call__(self, request: Request):
        if request.headers.get("authorization"):
            return await super().__call__(request)
        return request.cookies.get("token")
class CookieFirst(HTTPBearer):
    async def __call__(self, request: Request):
        if token := request.cookies.get("token"):
            return token
        return await super().__call__(request)
class CookieOr(HTTPBearer):
    async def __call__(self, request: Request):
        token = request.cookies.get("token", "")
        return token or await super().__call__(request)
class EitherOrRefused(HTTPBearer):
    async def __call__(self, request: Request):
        if request.url.path == "/a":
            found = await super().__call__(request)
        elif request.url.path == "/b":
            found = await super().__call__(request)
        else:
            raise HTTPException(404)
        return found
class Suppressing(HTTPBearer):
    async def __call__(self, request: Request):
        with contextlib.suppress(HTTPException):
            return await super().__call__(request)
class SuppressingOthers(HTTPBearer):
    async def __call__(self, request: Request):
        with contextlib.suppress(ValueError):
            return decoded(await super().__call__(request))
class Anew(HTTPBearer):
    async def __call__(self, request: Request):
        try:
            return await super().__call__(request)
        except HTTPException:
            if not self.auto_error:
                return None
            raise HTTPException(401)
class Logging(HTTPBearer):
    async def __call__(self, request: Request):
        try:
            return await super().__call__(request)
        finally:
            log(request)
class EndingInFinally(HTTPBearer):
    async def __call__(self, request: Request):
        try:
            found = await super().__call__(request)
        finally:
            return found
class OnlyDefining(HTTPBearer):
    async def __call__(self, request: Request):
        async def ask():
            return await super().__call__(request)
        return request.headers.get("x")
class OfOptional(Optional):
    async def __call__(self, request: Request):
        return await super().__call__(request)
OPTIONS = {"auto_error": False}
held = Handing(auto_error=False)
kept = Set()
def current(token=Depends(Plain())):
    return token
class Checker:
    def __init__(self, role):
        self.role = role
    def __call__(self, me=Depends(current)):
        return me
class Reader:
    def __call__(self, me=Depends(held)):
        return me
"""


@pytest.mark.parametrize(
    ("dependency", "permission"),
    [
        ("Plain()", "authenticated"),
        ("Plain(auto_error=False)", "public"),
        ("dependency=Plain()", "authenticated"),
        ("Handing()", "authenticated"),
        ("Handing(False)", "public"),
        ("Handing(auto_error=False)", "public"),
        ("Spreading()", "authenticated"),
        ("Spreading(auto_error=False)", "public"),
        ("Lenient()", "public"),
        ("Swallowing()", "public"),
        ("Decoding()", "authenticated"),
        ("Cookie()", "authenticated"),
        ("Cookie(auto_error=False)", "public"),
        ("Ignoring(name='x-key')", "public"),
        ("Roles(['admin'])", "Roles(['admin'])"),
        ("Optional()", "public"),
        ("OfOptional()", "public"),
        ("Switched()", "public"),
        ("CookieInstead()", "public"),
        ("CookieFirst()", "authenticated"),
        ("CookieOr()", "authenticated"),
        ("EitherOrRefused()", "authenticated"),
        ("Suppressing()", "public"),
        ("SuppressingOthers()", "authenticated"),
        ("Anew()", "authenticated"),
        ("Anew(auto_error=False)", "public"),
        ("Logging()", "authenticated"),
        ("EndingInFinally()", "public"),
        ("OnlyDefining()", "public"),
        ("HTTPBearer(**{'auto_error': False})", "public"),
        ("HTTPBearer(**OPTIONS)", "public"),
        ("Handing(**OPTIONS)", "public"),
        ("Handing(**{'description': 'a'})", "authenticated"),
        ("held", "public"),
        ("kept.strict", "authenticated"),
        ("kept.lenient", "public"),
        ("Checker('admin')", "Checker(admin)"),
        ("Reader()", "public"),
        # The class alone asks nothing of a request: it is made for it, and never called.
        ("Plain", "public"),
    ],
)
def test_instances_of_classes_that_derive_from_schemes_ask_who_it_is(
    project, dependency, permission
):
    found = listed(
        project,
        HEAD + SCHEMES + "app = FastAPI()\n"
        f"@app.get('/', dependencies=[Depends({dependency})])\ndef a(): ...\n",
    )

    assert shown(found.rows) == [f"GET / {permission}"]


def test_a_router_that_is_included_twice_has_both_addresses(project):
    found = listed(
        project,
        HEAD
        + USERS
        + "items = APIRouter(prefix='/items')\n"
        + "@items.get('')\ndef read(): ...\n"
        + "api = APIRouter(prefix='/v2', dependencies=[Depends(user)])\n"
        + "api.include_router(items)\n"
        + "app = FastAPI()\n"
        + "app.include_router(items, prefix='/v1')\n"
        + "app.include_router(api)\n",
    )

    assert shown(found.rows) == ["GET /v1/items public", "GET /v2/items authenticated"]


def test_routes_stand_by_path_and_methods_in_their_usual_order(project):
    found = listed(
        project,
        HEAD
        + "app = FastAPI()\n"
        + "@app.delete('/b')\ndef d(): ...\n"
        + "@app.api_route('/b', methods=['POST', 'GET'])\ndef both(): ...\n"
        + "@app.websocket('/a')\ndef w(): ...\n",
    )

    assert shown(found.rows) == [
        "WEBSOCKET /a public",
        "GET /b public",
        "POST /b public",
        "DELETE /b public",
    ]


def test_what_only_the_running_application_knows_is_said(project):
    found = listed(
        project,
        HEAD
        + "import os\nimport library\n"
        + "items = APIRouter()\n"
        + "@items.get('/items')\ndef read(): ...\n"
        + "app = FastAPI()\n"
        + "app.include_router(items, prefix=os.environ['PREFIX'])\n"
        + "app.include_router(library.routers())\n",
    )

    assert shown(found.rows) == ["GET /items public"]
    assert [(warning.path, warning.line) for warning in found.warnings] == [
        ("main.py", 8),
        ("main.py", 9),
    ]


def test_a_router_that_nothing_includes_is_said(project):
    found = listed(
        project,
        HEAD
        + "lost = APIRouter()\n"
        + "@lost.get('/lost')\ndef read(): ...\n"
        + "app = FastAPI()\n"
        + "@app.get('/')\ndef home(): ...\n",
    )

    assert shown(found.rows) == ["GET / public"]
    (notice,) = found.notices
    assert (notice.code, notice.path, notice.line) == ("routes.not-included", "main.py", 2)
    assert "1 route." in notice.message


def test_tests_and_scripts_serve_nothing(project):
    found = listed(
        project,
        {
            "main.py": HEAD + "app = FastAPI()\n@app.get('/')\ndef home(): ...\n",
            "tests/test_main.py": HEAD + "app = FastAPI()\n@app.get('/t')\ndef t(): ...\n",
            "scripts/run.py": "def (",
        },
    )

    assert shown(found.rows) == ["GET / public"]
    assert found.issues == ()


def test_a_file_that_cannot_be_read_ends_with_three_and_its_place(project, capsys):
    write(
        project,
        {
            "main.py": HEAD + "app = FastAPI()\n@app.get('/')\ndef home(): ...\n",
            "items.py": "import os\ndef (\n",
        },
    )

    assert main(["routes", "--project", str(project), "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["status"] == "failed"
    assert [(issue["path"], issue["line"]) for issue in document["issues"]] == [("items.py", 2)]
    assert document["routes"] == [
        {
            "method": "GET",
            "path": "/",
            "permission": "public",
            "guards": [],
            "handler": "home",
            "file": "main.py",
            "line": 4,
            "application": "main:app",
        }
    ]


def test_no_application_is_an_error_that_names_what_could_not_be_read(project):
    write(project, {"main.py": "app = FastAPI(\n", "other.py": "x = 1\n"})

    with pytest.raises(ProjectError) as refusal:
        queries.list_routes(project)

    assert [(each.code, each.path) for each in refusal.value.messages] == [
        ("routes.no-application", str(project)),
        ("routes.unreadable", "main.py"),
    ]


def test_a_directory_that_is_not_there(tmp_path):
    with pytest.raises(ProjectError):
        queries.list_routes(tmp_path / "nowhere")


def test_an_application_without_routes(project, capsys):
    write(project, HEAD + "app = FastAPI()\n")

    assert main(["routes", "--project", str(project)]) == 0
    assert "no routes" in capsys.readouterr().out


def test_the_table(project, capsys):
    write(project, HEAD + "app = FastAPI()\n@app.get('/items')\ndef items(): ...\n")

    assert main(["routes", "--project", str(project)]) == 0
    assert capsys.readouterr().out == (
        "  Method  Path    Permission  Handler  File\n"
        "  GET     /items  public      items    main.py:4\n"
    )


TWO = HEAD + (
    "shared = APIRouter()\n@shared.get('/both')\ndef both(): ...\n"
    "app = FastAPI()\napp.include_router(shared)\n@app.get('/')\ndef a(): ...\n"
    "part = FastAPI()\napp.mount('/part', part)\n@part.get('/')\ndef b(): ...\n"
    "def make():\n    made = FastAPI()\n    made.include_router(shared, prefix='/v1')\n"
    "    @made.get('/')\n    def c(): ...\n    return made\n"
)


def test_routes_of_several_applications_stand_apart(project):
    found = listed(project, TWO)

    assert [(row.application, row.path) for row in found.rows] == [
        ("main:app", "/"),
        ("main:app", "/both"),
        ("main:app", "/part/"),
        ("main:make", "/"),
        ("main:make", "/v1/both"),
    ]


def test_the_table_names_the_application_where_there_are_several(project, capsys):
    write(project, TWO)

    assert main(["routes", str(project)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "  Application  Method  Path      Permission  Handler  File",
        "  main:app     GET     /         public      a        main.py:8",
    ]


def test_the_project_may_be_given_as_a_path(project, capsys):
    write(project, HEAD + "app = FastAPI()\n@app.get('/items')\ndef items(): ...\n")

    assert main(["routes", str(project)]) == 0
    assert "/items" in capsys.readouterr().out


def test_a_path_and_the_flag_exclude_each_other(project, capsys):
    assert main(["routes", str(project), "--project", str(project)]) == 2
    assert "PATH and --project exclude each other." in capsys.readouterr().err


def test_nothing_heavy_is_imported(project):
    write(project, HEAD + "app = FastAPI()\n@app.get('/items')\ndef items(): ...\n")
    code = (
        "import sys\n"
        "from fastscaffold.__main__ import main\n"
        f"main(['routes', '--project', {str(project)!r}])\n"
        "print([name for name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert not [name for name in ("jinja2", "libcst", "ruamel", "tomlkit") if f"'{name}'" in loaded]
