from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.redirects_from_requests import RULE

HEAD = """from urllib.parse import urljoin, urlparse
from fastapi import Cookie, FastAPI, Form, Request
from fastapi.responses import RedirectResponse
PAGES = {"home": "/"}
BASE = "https://example.com"
app = FastAPI()
"""


@pytest.mark.parametrize(
    "source",
    [
        "@app.get('/')\ndef f(next: str = '/'): return RedirectResponse(next)",
        "@app.get('/')\ndef f(next: str): return RedirectResponse(url=f'{next}?done=1')",
        "@app.get('/')\ndef f(host: str): return RedirectResponse(f'https://{host}/login')",
        "@app.get('/')\ndef f(next: str): return RedirectResponse(urljoin(BASE, next))",
        "@app.get('/{to:path}')\ndef f(to: str): return RedirectResponse(to)",
        "@app.get('/')\ndef f(r: Request): return RedirectResponse(r.query_params.get('to', '/'))",
        "@app.post('/')\ndef f(next: str = Form('/')): return RedirectResponse(next, 303)",
        "@app.get('/', response_class=RedirectResponse)\ndef f(next: str): return next",
        "@app.get('/')\ndef f(next: str | None = None): return RedirectResponse(next or '/')",
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{source}\n") == [8]


@pytest.mark.parametrize(
    "source",
    [
        "def f(): return RedirectResponse('/docs')",
        "def f(id: str): return RedirectResponse(f'/users/{id}')",
        "def f(q: str): return RedirectResponse(f'{BASE}/?q={q}')",
        "def f(q: str): return RedirectResponse(BASE + '/' + q)",
        "def f(r: Request): return RedirectResponse(r.url_for('home'))",
        "def f(r: Request): return RedirectResponse(r.url.replace(scheme='https'))",
        "def f(r: Request): return RedirectResponse(f'{r.base_url}docs')",
        "def f(r: Request): return RedirectResponse(r.headers.get('referer', '/'))",
        "def f(next: str = Cookie('/')): return RedirectResponse(next)",
        "def f(page: str): return RedirectResponse(PAGES.get(page, '/'))",
        "def f(store, code: str): return RedirectResponse(store.find(code).url)",
        "def f(next: str):\n    if next not in PAGES: next = '/'\n    return RedirectResponse(next)",
        (
            "def f(next: str):\n    if not next.startswith('/'): next = '/'\n"
            "    return RedirectResponse(next)"
        ),
        (
            "def f(next: str):\n    if urlparse(next).netloc: next = '/'\n"
            "    return RedirectResponse(next)"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}@app.get('/')\n{source}\n") == []


def test_a_segment_of_the_path_leads_nowhere_else():
    source = "@app.get('/{to}')\ndef f(to: str): return RedirectResponse(to)\n"
    assert lines(RULE, HEAD + source) == []


def test_what_is_added_at_the_end_does_not_decide():
    source = "@app.get('/')\ndef f(q: str):\n    url = BASE\n    url += q\n    return RedirectResponse(url)\n"
    assert lines(RULE, HEAD + source) == []


def test_a_helper_that_looks_at_it():
    source = (
        "def local(url):\n    return url if url.startswith('/') else '/'\n"
        "@app.get('/')\ndef f(next: str): return RedirectResponse(local(next))\n"
    )
    assert lines(RULE, HEAD + source) == []
