from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.forwarded_headers_trusted import RULE


@pytest.mark.parametrize(
    "source",
    [
        "import uvicorn\nuvicorn.run(app, forwarded_allow_ips='*')",
        "import uvicorn as u\nu.run(app, **{'forwarded_allow_ips': ['*']})",
        "def f(request):\n    return request.headers.get('X-Forwarded-For')",
        "def f(request):\n    return request.headers['x-real-ip']",
        "def f(request):\n    if 'x-forwarded-for' in request.headers: pass",
        (
            "from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware as P\n"
            "app.add_middleware(P, trusted_hosts='*')"
        ),
        "from edge import wrap_with_proxy_headers as wrap\nserved = wrap(app, trusted_hosts=['*'])",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [2]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", 'FROM python\nCMD ["uvicorn", "a:b", "--forwarded-allow-ips", "*"]\n'),
        ("Dockerfile", "FROM python\nENV FORWARDED_ALLOW_IPS=*\n"),
        ("start.sh", "#!/bin/sh\nexec uvicorn a:b --proxy-headers --forwarded-allow-ips='*'\n"),
        ("compose.yaml", "services: {}\n# none\nx: uvicorn --forwarded-allow-ips=*\n"),
        ("gunicorn.conf.py", "bind = 'a'\nforwarded_allow_ips = '*'\n"),
    ],
)
def test_it_finds_files(path, text):
    assert [each.path for each in findings(RULE, {path: text})] == [path]


@pytest.mark.parametrize(
    "files",
    [
        {"app/main.py": "import uvicorn\nuvicorn.run(app, forwarded_allow_ips='10.0.0.1')"},
        {"app/main.py": "def f(request):\n    return request.client.host"},
        {"app/main.py": "def f(request):\n    return request.headers['X-Request-ID']"},
        {"app/main.py": "def f(response):\n    response.headers['X-Real-IP'] = '1'"},
        {
            "app/main.py": "def f(request):\n    if request.client.host in TRUSTED_PROXIES:\n"
            "        return request.headers.get('X-Forwarded-For')"
        },
        {"Dockerfile": "FROM python\n# ENV FORWARDED_ALLOW_IPS=*\nENV FORWARDED_ALLOW_IPS=\n"},
        {"Dockerfile": "FROM python\nCMD uvicorn a:b --proxy-headers\n"},
        {"tests/test_a.py": "def f(request): return request.headers['x-forwarded-for']"},
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, files) == []


def test_it_finds_a_header_that_is_a_parameter():
    source = """from fastapi import FastAPI, Header
app = FastAPI()
@app.get("/")
def f(x_forwarded_for: str = Header()): ...
"""
    assert lines(RULE, source) == [4]


READER = """def of(headers, name):
    for key, value in headers:
        if key.lower() == name:
            return value
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("return of(scope['headers'], b'x-forwarded-for')", []),
        ("return of(headers, b'x-forwarded-for')", [6]),
        ("return of(scope.headers, 'X-Real-IP')", [6]),
        ("return of(headers, b'user-agent')", []),
        ("return of(response.headers, b'x-forwarded-for')", []),
        ("return put(headers, b'x-forwarded-for', b'10.0.0.1')", []),
        ("return environ['HTTP_X_FORWARDED_FOR'].split(',')[0]", [6]),
        ("return environ.get('HTTP_X_REAL_IP')", [6]),
        ("return environ['REMOTE_ADDR']", []),
        ("environ['HTTP_X_REAL_IP'] = '10.0.0.1'", []),
    ],
)
def test_headers_as_servers_hand_them_over(line, found):
    source = f"{READER}def address(scope, headers, environ, response):\n    {line}\n"
    assert lines(RULE, source) == found


HELPERS = {
    "without": "return {k: v for k, v in headers.items() if k.lower() != name}",
    "cleaned": "headers = dict(headers)\n    del headers[name]\n    return headers",
    "dropped": "if name in headers:\n        headers.pop(name)",
    "told": "log.info('without %s', name)",
    "strip_header_of": "headers[name] = ''",
    "others": (
        "for k, v in headers:\n        if k == name:\n            continue\n        yield k, v"
    ),
    "of": "return next((v for k, v in headers if k == name), None)",
    "value": "wanted = name.lower()\n    return dict(headers).get(wanted)",
    "address": "return headers[name.lower()]",
    "inner": "return of(headers, name)",
    "get_header": "...",
}
FOUND = {"of", "value", "address", "inner", "get_header"}


@pytest.mark.parametrize("name", HELPERS)
def test_what_a_helper_does_with_headers(name):
    source = f"def {name}(headers, name):\n    {HELPERS[name]}\n"
    used = f"def f(request):\n    return {name}(request.headers, 'x-forwarded-for')\n"
    assert bool(lines(RULE, source + used)) is (name in FOUND)


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("starlette.get_header", True),
        ("find_in", True),
        ("self._header", True),
        ("remove", False),
        ("log.info", False),
    ],
)
def test_what_a_helper_that_is_out_of_sight_is_called(name, is_found):
    source = f"def f(self, request):\n    return {name}(request.headers, 'x-forwarded-for')\n"
    assert bool(lines(RULE, source)) is is_found
