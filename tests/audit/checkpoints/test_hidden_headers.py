"""Headers that a proxy takes away from what the application sends."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.security_headers import judge


@pytest.mark.parametrize(
    ("directive", "verdict"),
    [
        ("proxy_hide_header Strict-Transport-Security;", "not_met"),
        ('add_header Strict-Transport-Security "max-age=31536000";', "partial"),
    ],
)
def test_they_are_not_set(directive, verdict):
    files = {
        "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "nginx/nginx.conf": f"server {{\n  {directive}\n}}\n",
    }
    assert judge(facts(files)).verdict.value == verdict
