"""Servers that believe every proxy by options that are made elsewhere, and by any file."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.forwarded_headers_trusted import RULE

MAIN = """import uvicorn
from shop.config import settings
def main():
    options = {{}}
    if settings.BEHIND_PROXY:
        options = {{"proxy_headers": True, "forwarded_allow_ips": settings.PROXIES}}
    uvicorn.run("shop.main:app", port=80, **options)
"""
CONFIG = """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    BEHIND_PROXY: bool = False
    PROXIES: str = "{proxies}"
settings = Settings()
"""


@pytest.mark.parametrize(("proxies", "found"), [("*", ["shop/config.py"]), ("10.0.0.1", [])])
def test_options_that_are_made_elsewhere(proxies, found):
    files = {
        "shop/__init__.py": "",
        "shop/main.py": MAIN.format(),
        "shop/config.py": CONFIG.format(proxies=proxies),
    }
    assert [each.path for each in findings(RULE, files)] == found


@pytest.mark.parametrize(
    "path",
    [
        "deploy/scripts/serve",
        "deploy/supervisor/api.conf",
        "deploy/api.service",
        "Makefile",
        "package.json",
    ],
)
def test_commands_of_any_file(path):
    command = "exec gunicorn shop.main:app --forwarded-allow-ips '*' --workers 2\n"
    assert [each.path for each in findings(RULE, {path: command})] == [path]
    named = {path: command.replace("*", "10.0.0.1")}
    assert findings(RULE, named) == []
    said = {path: f"# uvicorn believes all with --forwarded-allow-ips '*'\n{command}"}
    assert [each.line for each in findings(RULE, said)] == [2]
