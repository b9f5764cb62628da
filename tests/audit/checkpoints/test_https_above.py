"""Proxies that a repository keeps beside the part that is audited."""

from __future__ import annotations

import pytest

from fastscaffold.audit.checkpoints.https import judge
from fastscaffold.audit.facts import gather

MAIN = "from fastapi import FastAPI\napp = FastAPI()\n"
NGINX = "server {\n  listen 80;\n  return 301 https://$host$request_uri;\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("nginx/sites/shop.conf", NGINX, "met"),
        ("terraform/cdn.tf", 'viewer_protocol_policy = "redirect-to-https"\n', "met"),
        ("other/shop.conf", NGINX, "not_met"),
        ("nginx/tool.py", "x = 'return 301 https://'\n", "not_met"),
    ],
)
def test_what_stands_in_front(tmp_path, path, text, verdict):
    (tmp_path / ".git").mkdir()
    for name, content in {"backend/app/main.py": MAIN, path: text}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert judge(gather(tmp_path / "backend")).verdict.value == verdict
