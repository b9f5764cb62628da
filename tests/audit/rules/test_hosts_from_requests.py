from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.hosts_from_requests import RULE

HEAD = """import urllib.request
from typing import Annotated
from urllib.parse import urlparse
import aiohttp, httpx, requests
from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel, HttpUrl
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    url: str
    host: str = "https://search"
class Hook(BaseModel):
    url: HttpUrl
    path: str
HOSTS = ["a.example"]
settings = Settings()
client = httpx.AsyncClient()
app = FastAPI()
"""


@pytest.mark.parametrize(
    "source",
    [
        "@app.get('/')\nasync def f(url: str): return await client.get(url)",
        "@app.post('/')\nasync def f(h: Hook): await client.post(str(h.url), json={})",
        "@app.get('/')\ndef f(url: str): return requests.get(url).text",
        "@app.get('/')\ndef f(host: str): return requests.request('GET', f'http://{host}/x')",
        "@app.get('/{name}')\ndef f(name: str): return httpx.get(f'https://{name}.example.com/')",
        "@app.get('/{url:path}')\ndef f(url: str): return urllib.request.urlopen(url).read()",
        "@app.get('/')\ndef f(url: str): return httpx.Client(base_url=url).get('/x')",
        (
            "@app.get('/')\nasync def f(url: str, session: aiohttp.ClientSession = Depends()):"
            " return await session.get(url)"
        ),
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{source}\n") == [19]


@pytest.mark.parametrize(
    "source",
    [
        "async def f(q: str): return await client.get('https://a.example/', params={'q': q})",
        "async def f(q: str): return await client.get(f'https://a.example/{q}')",
        "async def f(q: str): return await client.get(f'https://a.example{q}')",
        "async def f(q: str): return await client.get(f'{settings.url}/{q}')",
        "async def f(q: str): return await client.get(settings.host + q)",
        "async def f(q: str): return await client.get('/users/' + q)",
        "async def f(h: Hook): return await client.post(f'{settings.url}{h.path}')",
        "async def f(q: str): return await client.get('https://{}/{}'.format(HOSTS[0], q))",
        "def f(cache, url: str): return cache.get(url)",
        "def f(q: str): return requests.post(settings.url, data=q)",
        "async def f(r: Request): return await client.get(f'{r.base_url}health')",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}@app.get('/')\n{source}\n") == []


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("if urlparse(url).hostname not in HOSTS: raise ValueError", []),
        ("if not url.startswith('https://a.example/'): raise ValueError", []),
        ("if not is_allowed(url): raise ValueError", []),
        ("if not url.startswith(('http://', 'https://')): raise ValueError", [21]),
        ("if urlparse(url).scheme != 'https': raise ValueError", [21]),
    ],
)
def test_a_check(check, found):
    source = (
        f"@app.get('/')\nasync def f(url: str):\n    {check}\n    return await client.get(url)\n"
    )
    assert lines(RULE, HEAD + source) == found


def test_a_function_whose_name_says_that_it_checks_something_else():
    source = (
        "async def check_site(url: str): return await client.get(url)\n"
        "@app.get('/')\nasync def f(url: str): return await check_site(url)\n"
    )
    assert lines(RULE, HEAD + source) == [18]


def test_a_client_whose_transport_may_hold_it_to_hosts():
    source = (
        "@app.get('/')\nasync def f(url: str):\n"
        "    async with httpx.AsyncClient(transport=Own()) as client:\n"
        "        return await client.get(url)\n"
    )
    assert lines(RULE, HEAD + source) == []
