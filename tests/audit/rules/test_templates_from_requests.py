from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.templates_from_requests import RULE

HEAD = """from string import Template as Plain
from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, Template
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel
class Mail(BaseModel):
    text: str
app = FastAPI()
env = Environment()
sandbox = SandboxedEnvironment()
templates = Jinja2Templates("templates")
"""
POST = "@app.post('/')\n"


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: str): return Template(q).render()",
        "def f(m: Mail): return env.from_string(m.text).render(name='x')",
        "def f(m: Mail): return Environment(autoescape=True).from_string(f'Dear {m.text}')",
        "def f(q: str): return templates.env.from_string('<b>' + q)",
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{POST}{source}\n") == [14]


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: str): return Template('Dear {{ name }}').render(name=q)",
        "def f(q: str): return Plain(q).substitute(a=1)",
        "def f(q: str): return sandbox.from_string(q).render()",
        "def f(q: str): return env.get_template(q).render()",
        "def f(q: str, r: Request): return templates.TemplateResponse(r, 'a.html', {'q': q})",
        "def f(q: str, parser): return parser.from_string(q)",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}{POST}{source}\n") == []
