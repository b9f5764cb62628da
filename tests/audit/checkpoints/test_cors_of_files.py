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
