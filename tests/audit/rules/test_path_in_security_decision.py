from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.path_in_security_decision import RULE

REFUSED = "\n    raise HTTPException(status_code=401)"


@pytest.mark.parametrize(
    "source",
    [
        "def f(request):\n    if request.url.path in PUBLIC: return" + REFUSED,
        "def f(request):\n    if request.url.path.startswith('/public'): return" + REFUSED,
        "def f(self, req):\n    if not any(req.url.path.startswith(p) for p in P): return"
        + REFUSED,
        "def f(request):\n    if re.match(PUBLIC, request.url.path): return" + REFUSED,
        "def f(scope):\n    if Request(scope).url.path == '/x': return" + REFUSED,
        "def f(request):\n    if request.url.path == '/x': return JSONResponse({}, 403)",
        "def f(request):\n    if request.url.path != '/x': return\n    request.headers['X-API-Key']",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [2]


def test_it_finds_a_name_and_a_function_that_refuses():
    source = """def f(request):
    path = request.url.path.rstrip("/")
    path = path.lower()
    if path in PUBLIC:
        return
    verify(request)
def verify(request):
    raise HTTPException(status.HTTP_403_FORBIDDEN)
"""
    assert lines(RULE, source) == [4]


def test_it_finds_a_policy_that_is_asked_and_an_error_of_its_own():
    source = """class AuthenticationError(Exception): ...
def f(request, token):
    path = request.url.path
    if not policy().enforce(token.role, path, request.method):
        raise AuthenticationError()
"""
    assert lines(RULE, source) == [4]


@pytest.mark.parametrize(
    "source",
    [
        "def f(request):\n    if request.scope['path'] in PUBLIC: return" + REFUSED,
        "def f(request):\n    if request.url.path == '/health': return\n    log(request)",
        "def f(request):\n    log(request.url.path)" + REFUSED,
        "def f(path):\n    if path in PUBLIC: return" + REFUSED,
        "def f(path):\n    path = path.strip()\n    if path in PUBLIC: return" + REFUSED,
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


def test_it_finds_the_middleware_in_another_module():
    files = {
        "app/middleware.py": "import jwt\nclass Auth:\n    async def dispatch(self, r, call_next):\n"
        "        if r.url.path in OPEN:\n            return await call_next(r)\n"
        "        jwt.decode(r.cookies['t'], KEY, ['HS256'])\n"
    }
    assert [each.line for each in findings(RULE, files)] == [4]


@pytest.mark.parametrize(("status", "found"), [(401, [5]), (404, [])])
def test_an_error_of_the_project_says_by_its_status_whether_it_refuses(status, found):
    source = f"""class AppError(Exception): ...
class NoError(AppError):
    status = {status}
def f(request):
    if request.url.path in PUBLIC:
        return
    raise NoError
"""
    assert lines(RULE, source) == found
