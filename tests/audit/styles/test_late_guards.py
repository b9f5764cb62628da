"""Helpers that raise, and say nothing of what a request decides."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules import rule

HEAD = """import re
from urllib.parse import urlparse
import requests
from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
app = FastAPI()
HOSTS = {"api.example.com"}
"""
USES = {
    "SEC030": "    return HTMLResponse(f'<b>{value}</b>')\n",
    "SEC031": "    return RedirectResponse(value)\n",
    "SEC032": "    requests.get(value)\n",
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    ("helper", "is_found"),
    [
        ("    if len(given) > 2000:\n        raise HTTPException(400)\n", True),
        ("    if not given or len(given) > 2000:\n        raise HTTPException(400)\n", True),
        ("    size = len(given)\n    if size > 9:\n        raise HTTPException(400)\n", True),
        ("    row = save(given)\n    if row == 1:\n        raise HTTPException(400)\n", True),
        ("    if save(given) == 1:\n        raise HTTPException(400)\n", True),
        (
            "    host = urlparse(given.strip()).hostname\n    if host not in HOSTS:\n        raise E\n",
            False,
        ),
        ("    if not re.fullmatch('[a-z]+', str(given)):\n        raise ValueError\n", False),
    ],
)
def test_a_helper_guards_by_what_it_looks_at(helper, is_found, use):
    text = (
        f"{HEAD}def look(given: str) -> None:\n{helper}"
        f"@app.get('/')\ndef read(value: str):\n    look(value)\n{USES[use]}"
    )
    assert bool(findings(rule(use), text)) is is_found


def test_what_asks_for_an_address_is_no_guard_of_it():
    text = f"""{HEAD}def fetch(url: str):
    answer = requests.get(url)
    if answer.status_code != 200:
        raise ValueError
@app.get("/")
def read(url: str):
    fetch(url)
"""
    assert findings(rule("SEC032"), text)
