from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.html_from_requests import RULE

HEAD = """import html, json
from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from markupsafe import escape
env = Environment(autoescape=True)
app = FastAPI()
"""


@pytest.mark.parametrize(
    "source",
    [
        "@app.get('/')\ndef f(q: str): return HTMLResponse(f'<b>{q}</b>')",
        "@app.get('/{q}')\ndef f(q: str): return HTMLResponse(content='<b>%s</b>' % q)",
        "@app.get('/')\ndef f(q: str): return Response('<b>' + q, media_type='text/html')",
        "@app.get('/', response_class=HTMLResponse)\ndef f(q: str): return f'<b>{q}</b>'",
        "@app.post('/')\ndef f(q: str = Form()): return HTMLResponse('<b>{}</b>'.format(q))",
        "@app.get('/')\ndef f(r: Request): return HTMLResponse(r.query_params['q'])",
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{source}\n") == [9]


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: str): return HTMLResponse(f'<b>{html.escape(q)}</b>')",
        "def f(q: str): return HTMLResponse(f'<b>{escape(q)}</b>')",
        "def f(q: int): return HTMLResponse(f'<b>{q}</b>')",
        "def f(q: str): return HTMLResponse(env.get_template('a.html').render(q=q))",
        "def f(q: str): return HTMLResponse('<b>no</b>', headers={'X-Query': q})",
        "def f(q: str): return Response(q, media_type='text/plain')",
        "def f(r: Request): return HTMLResponse(f\"<b>{r.headers['user-agent']}</b>\")",
        "def f(q: str): return HTMLResponse(f'<script>{json.dumps(q)}</script>')",
        "def f(q: str): return f'<b>{q}</b>'",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}@app.get('/')\n{source}\n") == []
