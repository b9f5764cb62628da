"""Origins that a proxy lets in to files, which says nothing of the interface."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEADER = "add_header Access-Control-Allow-Origin *;"


@pytest.mark.parametrize(
    ("server", "verdict"),
    [
        (f"location ~ \\.woff2?$ {{ {HEADER} }}", "unknown"),
        (f"location ~* \\.(eot|ttf|woff2?)$\n{{\n    expires 1y;\n    {HEADER}\n}}", "unknown"),
        (f"location ~ \\.woff2?$ {{ expires 1y; }}\nlocation / {{\n    {HEADER}\n}}", "not_met"),
        (f"location /api {{\n    {HEADER}\n}}", "not_met"),
        (HEADER, "not_met"),
    ],
)
def test_files_of_some_types_are_open_to_anybody(server, verdict):
    files = {
        "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "nginx.conf": f"server {{\n{server}\n}}\n",
    }
    assert judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "content", "verdict"),
    [
        ("config.json", '{"cors": {"allow": ["*"]}}', "not_met"),
        ("settings.production.json", '{"cors": {"allow": ["https://a.b"]}}', "met"),
        ("package.json", '{"cors": {"allow": ["*"]}}', "not_met"),
        ("other.json", '{"cors": {"allow": ["*"]}}', "unknown"),
    ],
)
def test_origins_in_a_file_that_the_code_loads(name, content, verdict):
    source = f"""import json
from pathlib import Path
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
conf = json.loads((Path(__file__).parent / "{name}").read_text())
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=conf["cors"]["allow"])
"""
    assert judge(facts({"app/main.py": source, f"app/{name}": content})).verdict.value == verdict
