"""What requests decide, and what refuses it before it is used."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules import rule

HEAD = """import asyncio, ipaddress, pickle, re, socket, subprocess
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlparse
import httpx
from fastapi import Body, Depends, FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, Template
from jinja2.sandbox import SandboxedEnvironment
from pydantic import AfterValidator, AnyHttpUrl, BaseModel, BeforeValidator, Field, HttpUrl
from pydantic import StringConstraints, field_validator
app = FastAPI()
HOSTS = {"api.example.com"}
"""

GUARDS = {
    "nothing": ("", "str", "value", True),
    "a helper that raises": (
        """def only_known(given: str) -> None:
    if given not in HOSTS:
        raise HTTPException(422)
""",
        "str",
        "only_known(value)",
        False,
    ),
    "a helper that returns what it accepts": (
        """def known(given: str) -> str:
    if not re.fullmatch(r"[a-z]+", given):
        raise ValueError(given)
    return given
""",
        "str",
        "value = known(value)",
        False,
    ),
    "a helper of a helper": (
        """def refuse(given: str) -> None:
    if given.lower() not in HOSTS:
        raise HTTPException(422)
def look_at(given: str) -> None:
    refuse(given)
""",
        "str",
        "look_at(value)",
        False,
    ),
    "a helper that only logs": (
        """def note(given: str) -> None:
    if not given:
        raise ValueError
    print(given)
""",
        "str",
        "note(value)",
        True,
    ),
    "a literal": ("", 'Literal["one", "two"]', "...", False),
    "an enumeration": (
        "class Kind(str, Enum):\n    ONE = 'one'\n",
        "Kind",
        "...",
        False,
    ),
    "a pattern": ("", 'Annotated[str, Query(pattern="^[a-z]+$")]', "...", False),
    "a pattern of pydantic": (
        "",
        'Annotated[str, StringConstraints(pattern="^[a-z]+$")]',
        "...",
        False,
    ),
    "a validator": (
        """def check(given: str) -> str:
    if given not in HOSTS:
        raise ValueError(given)
    return given
Known = Annotated[str, AfterValidator(check)]
""",
        "Known",
        "...",
        False,
    ),
    "a dependency that refuses": (
        """def known(value: str) -> str:
    if value not in HOSTS:
        raise HTTPException(422)
    return value
""",
        "Annotated[str, Depends(known)]",
        "...",
        False,
    ),
    "a test at once": (
        "",
        "str",
        "if value not in HOSTS:\n        raise HTTPException(422)",
        False,
    ),
    "a mapping": ("COMMANDS = {'a': 'x'}\n", "str", "value = COMMANDS[value]", False),
}
USES = {
    "SEC027": "    subprocess.run(f'ping {value}', shell=True)\n",
    "SEC028": "    eval(value)\n",
    "SEC029": "    Template(value).render()\n",
    "SEC030": "    return HTMLResponse(f'<b>{value}</b>')\n",
    "SEC031": "    return RedirectResponse(value)\n",
    "SEC032": "    httpx.get(f'https://{value}/x')\n",
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard(guard, use):
    before, annotation, statement, is_found = GUARDS[guard]
    text = (
        f"{HEAD}{before}@app.get('/')\ndef read(value: {annotation}):\n    {statement}\n{USES[use]}"
    )
    assert bool(findings(rule(use), text)) is is_found


BODIES = {
    "nothing": ("    value: str\n", True),
    "a literal": ('    value: Literal["a", "b"]\n', False),
    "a pattern": ('    value: str = Field(pattern="^[a-z]+$")\n', False),
    "a validator": (
        (
            "    value: str\n    @field_validator('value')\n    @classmethod\n"
            "    def check(cls, given):\n        if given not in HOSTS:\n"
            "            raise ValueError(given)\n        return given\n"
        ),
        False,
    ),
    "an annotated validator": ("    value: Annotated[str, AfterValidator(known)]\n", False),
}


# No page of somebody else's can make a browser send JSON, and show what comes back.
@pytest.mark.parametrize("use", sorted(USES.keys() - {"SEC030"}))
@pytest.mark.parametrize("body", BODIES)
def test_a_field(body, use):
    fields, is_found = BODIES[body]
    text = (
        f"{HEAD}def known(given: str) -> str:\n    if given not in HOSTS:\n        raise ValueError\n"
        f"    return given\nclass Body(BaseModel):\n{fields}"
        f"@app.post('/')\ndef read(body: Body):\n{USES[use].replace('value', 'body.value')}"
    )
    assert bool(findings(rule(use), text)) is is_found


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("def render(env: SandboxedEnvironment, text: str):\n    env.from_string(text)\n", False),
        ("def render(env: Environment, text: str):\n    env.from_string(text)\n", True),
        (
            (
                "class Renderer:\n    def __init__(self, env: SandboxedEnvironment):\n"
                "        self.env = env\n    def render(self, text: str):\n"
                "        self.env.from_string(text)\nrenderer = Renderer(SandboxedEnvironment())\n"
                "def render(env, text: str):\n    renderer.render(text)\n"
            ),
            False,
        ),
        (
            (
                "class Renderer:\n    def __init__(self, env: Environment | None = None):\n"
                "        self._env = env or SandboxedEnvironment()\n    def render(self, text: str):\n"
                "        self._env.from_string(text)\nrenderer = Renderer()\n"
                "def render(env, text: str):\n    renderer.render(text)\n"
            ),
            False,
        ),
        (
            (
                "def make():\n    return SandboxedEnvironment(autoescape=True)\n"
                "def render(env, text: str):\n    make().from_string(text)\n"
            ),
            False,
        ),
    ],
)
def test_a_sandbox(source, is_found):
    text = f"{HEAD}{source}@app.post('/')\ndef read(text: str = Body()):\n    render(None, text)\n"
    assert bool(findings(rule("SEC029"), text)) is is_found


@pytest.mark.parametrize(
    ("guard", "is_found"),
    [
        ("", True),
        ("    if urlparse(url).hostname not in HOSTS:\n        raise HTTPException(422)\n", False),
        ("    if not url.startswith('https://'):\n        raise HTTPException(422)\n", True),
        ("    refuse_private(url)\n", False),
        ("    if is_private(url):\n        raise HTTPException(422)\n", False),
    ],
)
def test_an_address(guard, is_found):
    text = (
        f"{HEAD}def refuse_private(address: str) -> None:\n"
        "    host = urlparse(address).hostname\n"
        "    if ipaddress.ip_address(socket.gethostbyname(host)).is_private:\n"
        "        raise HTTPException(422)\n"
        "def is_private(address: str) -> bool:\n"
        "    host = urlparse(address).hostname\n"
        "    return ipaddress.ip_address(socket.gethostbyname(host)).is_private\n"
        f"@app.post('/')\nasync def fetch(url: str = Body()):\n{guard}"
        "    async with httpx.AsyncClient() as client:\n        return await client.get(url)\n"
    )
    assert bool(findings(rule("SEC032"), text)) is is_found
