"""Proxies that a repository keeps beside the part that is audited."""

from __future__ import annotations

import pytest

from fastscaffold.audit.checkpoints.https import judge
from fastscaffold.audit.facts import gather

MAIN = "from fastapi import FastAPI\napp = FastAPI()\n"
NGINX = "server {\n  listen 80;\n  return 301 https://$host$request_uri;\n}\n"
PROGRAM = "given = {'viewer_protocol_policy': 'redirect-to-https'}\nprint(given)\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("nginx/sites/shop.conf", NGINX, "met"),
        ("terraform/cdn.tf", 'viewer_protocol_policy = "redirect-to-https"\n', "met"),
        ("other/shop.conf", NGINX, "not_met"),
        ("pulumi/cdn.py", f"import pulumi\n{PROGRAM}", "met"),
        ("infra/cdk/cdn.py", f"from aws_cdk import core\n{PROGRAM}", "met"),
        ("iac/shop/cdn.py", f"import pulumi\n{PROGRAM}", "met"),
        ("iac/shop/tool.py", PROGRAM, "not_met"),
        ("infra/tool.py", PROGRAM, "not_met"),
        ("nginx/tool.py", "x = 'return 301 https://'\n", "not_met"),
    ],
)
def test_what_stands_in_front(tmp_path, path, text, verdict):
    (tmp_path / ".git").mkdir()
    for name, content in {"backend/app/main.py": MAIN, path: text}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert judge(gather(tmp_path / "backend")).verdict.value == verdict


def test_programs_above_are_no_part_of_what_is_audited(tmp_path):
    (tmp_path / ".git").mkdir()
    for name, content in {"backend/app/main.py": MAIN, "pulumi/cdn.py": PROGRAM}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    found = gather(tmp_path / "backend")
    assert [each.path for each in found.modules] == ["app/main.py"]
