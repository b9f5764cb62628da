from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_size import RULE

HEAD = """import os
from fastapi import FastAPI, File, HTTPException, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
app = FastAPI()
MOST = 5_000_000
def fits(upload):
    return upload.size < MOST
async def capped(upload: UploadFile, most: int):
    held = bytearray()
    while chunk := await upload.read(1024):
        if len(held) + len(chunk) > most: raise HTTPException(413)
        held.extend(chunk)
    return bytes(held)
"""
ROUTE = (
    "@app.post('/files')\nasync def take(file: UploadFile, page=None, request: Request = None):\n"
)
READ = "    return await file.read()\n"
LOOP = "    total = 0\n    while chunk := await file.read(1024):\n"


@pytest.mark.parametrize(
    "body",
    [
        "    return await capped(file, MOST)\n",
        (
            f"{LOOP}        total = total + len(chunk)\n        if total > MOST: raise HTTPException(413)\n"
            "        out.write(chunk)\n"
        ),
        f"{LOOP}        out.write(chunk)\n        if out.tell() > MOST: raise HTTPException(413)\n",
        f"{LOOP}        parts += chunk\n        if len(parts) > MOST: raise HTTPException(413)\n",
        f"{LOOP}        total += out.write(chunk)\n        if not total <= MOST: break\n",
        f"    if not await run_in_threadpool(fits, file): raise HTTPException(413)\n{READ}",
        f"    assert file.size < MOST\n{READ}",
        f"    if MOST < file.size: raise HTTPException(413)\n{READ}",
        "    for chunk in iter(lambda: file.file.read(1024), b''): digest.update(chunk)\n",
    ],
)
def test_limits(body):
    assert lines(RULE, f"{HEAD}{ROUTE}{body}") == []


@pytest.mark.parametrize(
    "body",
    [
        f"    age = 0\n    age += 1\n    if age > 3: pass\n{READ}",
        f"    while page < 3: page += 1\n{READ}",
        f"    if page.size > 3: pass\n{READ}",
        f"    if file.size == 0: raise HTTPException(400)\n{READ}",
        f"    if 0 < file.size: pass\n{READ}",
        f"    if file.file.tell() > 0: raise HTTPException(400)\n{READ}",
        f"    if file.size < 100: raise HTTPException(400)\n{READ}",
        f"{LOOP}        total += 1\n        if total > 9: out.flush()\n        out.write(chunk)\n",
        f"{LOOP}        total += len(chunk)\n        out.write(chunk)\n    if total > MOST: raise X\n",
        "    for chunk in iter(lambda: file.file.read(1024), b''): out.write(chunk)\n",
        "    form = await request.form()\n    return await form['other'].read()\n",
        "    form = await request.form()\n    other = form.get('other')\n    await other.read()\n",
    ],
)
def test_what_is_no_limit(body):
    assert len(lines(RULE, f"{HEAD}{ROUTE}{body}")) == 1


@pytest.mark.parametrize(
    ("parameter", "found"),
    [
        ("file: bytes = File()", 1),
        ("file: list[bytes] = File(...)", 1),
        ("file: bytes = File(max_length=100)", 0),
        ("file: bytes", 0),
    ],
)
def test_contents_that_a_route_is_handed(parameter, found):
    route = f"@app.post('/files')\nasync def take({parameter}):\n    return len(file)\n"
    assert len(lines(RULE, f"{HEAD}{route}")) == found


@pytest.mark.parametrize(
    ("parameter", "found"),
    [("content_length: int = Header(le=10)", 0), ("content_length_unused: int", 1)],
)
def test_declared_lengths(parameter, found):
    route = f"@app.post('/files')\nasync def take(file: UploadFile, {parameter}):\n{READ}"
    assert len(lines(RULE, f"{HEAD}{route}")) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    log(answer.headers.get('content-length'))\n", 1),
        ("    if int(answer.headers['content-length']) > 9: log()\n", 1),
        ("    log(request.headers.get('content-length'))\n", 1),
        ("    if int(request.headers.get('Content-Length', 0)) > MOST: return None\n", 0),
        ("    n = request.headers.get('content-length')\n    if n and int(n) > MOST: return\n", 0),
        ("    n = length(request)\n    if n > MOST: return\n", 0),
    ],
)
def test_middleware(body, found):
    middleware = (
        "def length(request): return int(request.headers['content-length'])\n"
        "@app.middleware('http')\nasync def limit(request, call_next):\n"
        f"    answer = await call_next(request)\n{body}    return answer\n"
    )
    assert len(lines(RULE, f"{HEAD}{middleware}{ROUTE}{READ}")) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("deploy/nginx.conf", "server { client_max_body_size 5m; }\n", 0),
        ("deploy/nginx.conf", "server {\n  client_max_body_size 500G;\n}\n", 1),
        ("deploy/nginx.conf", "server {\n  # client_max_body_size 5m;\n}\n", 1),
        ("notes.yaml", "x: 'client_max_body_size 5m'\n", 1),
        ("ingress.yaml", "  nginx.ingress.kubernetes.io/proxy-body-size: '8m'\n", 0),
        ("ingress.yaml", "  nginx.ingress.kubernetes.io/proxy-body-size: '0'\n", 1),
        ("traefik.yml", "    maxRequestBodyBytes: 2000000\n", 0),
        ("config-map.yaml", "data:\n  default: |\n    client_max_body_size 5m;\n", 0),
    ],
)
def test_proxies(path, text, found):
    assert len(lines(RULE, {"app/main.py": f"{HEAD}{ROUTE}{READ}", path: text})) == found


MIDDLEWARE = """import re
class UploadSizeLimit:
    def __init__(self, app, paths=(), exempt_paths=()): ...
UPLOADS = ['/files']
FILES = '/files'
app.add_middleware(UploadSizeLimit, {given})
"""
KEEP = "async def keep(upload: UploadFile):\n    return await upload.read()\n"
OTHER = "@app.post('/pictures/{name}')\nasync def draw(name: str, file: UploadFile):\n"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("", False),
        ("paths=['/files']", True),
        ("paths=UPLOADS", True),
        ("paths=[re.compile(r'^/files')]", True),
        ("paths=['/files', '/pictures']", False),
        ("paths=[re.compile(r'^/(files|pictures/[^/]+)$')]", False),
        ("prefix='/files'", True),
        ("path=FILES", True),
        ("path=re.compile('^/files')", True),
        ("prefix='/'", False),
        # Where it counts, and not what.
        ("redis_url='redis://counts'", False),
        # What it leaves alone is no list of what it looks at.
        ("exempt_paths=['/files']", False),
    ],
)
def test_middleware_limits_the_paths_that_it_is_told(given, found):
    source = f"{HEAD}{MIDDLEWARE.format(given=given)}{ROUTE}{READ}{OTHER}{READ}"

    # Of two routes, the second alone may lack a limit.
    place = source.count("\n")
    assert lines(RULE, source) == ([place] if found else [])


def test_a_helper_of_routes_with_and_without_a_limit_has_none():
    kept = "    return await keep(file)\n"
    middleware = MIDDLEWARE.format(given="paths=['/files']")
    limited = f"{HEAD}{middleware}{KEEP}{ROUTE}{kept}"

    assert lines(RULE, limited) == []
    assert len(lines(RULE, f"{limited}{OTHER}{kept}")) == 1
