from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.websocket_authentication import RULE

START = """import jwt
from fastapi import Depends, FastAPI, Query, WebSocket
app = FastAPI()
def read_token(token): return jwt.decode(token, KEY, ['HS256'])
def check_origin(websocket: WebSocket): ...
"""
CHECKED = "dependencies=[Depends(check_origin)]"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("@app.websocket('/ws')\nasync def s(ws: WebSocket):\n  await ws.accept()", "anybody"),
        (
            (
                f"@app.websocket('/ws', {CHECKED})\nasync def s(ws: WebSocket, token: str):\n"
                "  await ws.accept()\n  user = read_token(token)"
            ),
            "before it is known",
        ),
        (
            (
                "@app.websocket('/ws')\nasync def s(ws: WebSocket, token: str):\n"
                "  user = read_token(token)\n  await ws.accept()"
            ),
            "Origin",
        ),
        (
            (
                "@app.websocket('/ws')\nasync def s(ws: WebSocket, user=Depends(read_token)):\n"
                "  await ws.accept()"
            ),
            "Origin",
        ),
    ],
)
def test_it_finds(source, message):
    found = findings(RULE, START + source)
    assert [each.line for each in found] == [7]
    assert message in found[0].message


@pytest.mark.parametrize(
    "source",
    [
        (
            f"@app.websocket('/ws', {CHECKED})\nasync def s(ws: WebSocket, user=Depends(read_token)):\n"
            "  await ws.accept()"
        ),
        (
            f"@app.websocket('/ws', {CHECKED})\nasync def s(ws: WebSocket):\n"
            "  await ws.accept()\n  first = await ws.receive_json()\n  read_token(first['token'])"
        ),
        (
            "@app.websocket('/ws')\nasync def s(ws: WebSocket):\n"
            "  if ws.headers.get('origin') not in KNOWN: return\n"
            "  user = read_token(ws.cookies['session'])\n  await ws.accept()"
        ),
        "@app.get('/ws')\nasync def s(): ...",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_a_project_that_knows_no_users_is_left_alone():
    source = "from fastapi import FastAPI, WebSocket\napp = FastAPI()\n@app.websocket('/ws')\n"
    assert lines(RULE, source + "async def s(ws: WebSocket):\n  await ws.accept()") == []


def test_a_route_may_be_added_and_its_check_stand_at_the_router():
    files = {
        "app/main.py": "from fastapi import FastAPI\nfrom app.ws import router\n"
        "app = FastAPI()\napp.include_router(router)\n",
        "app/ws.py": "from fastapi import APIRouter, Depends, WebSocket\n"
        "from app.auth import check_origin, current\n"
        "router = APIRouter(dependencies=[Depends(check_origin), Depends(current)])\n"
        "async def s(ws: WebSocket): await ws.accept()\n"
        "router.add_api_websocket_route('/ws', s)\n",
        "app/auth.py": "import jwt\ndef check_origin(): ...\n"
        "def current(token): return jwt.decode(token, K, ['HS256'])\n",
    }
    assert lines(RULE, files) == []
    files["app/ws.py"] = files["app/ws.py"].replace("Depends(check_origin), Depends(current)", "")
    assert lines(RULE, files) == [4]
