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
