"""Headers of addresses that a loop goes through."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.forwarded_headers_trusted import RULE


@pytest.mark.parametrize(
    "body",
    [
        "for name in ['X-Forwarded-For', 'X-Real-IP']:\n        got = request.headers.get(name)",
        "for name in NAMES:\n        got = request.headers[name]",
        "found =\\\n    [request.headers.get(name) for name in ('x-real-ip', 'x-name')]",
    ],
)
def test_it_finds(body):
    source = f"NAMES = ('X-Real-IP', 'Forwarded')\ndef address(request):\n    {body}\n"
    assert lines(RULE, source) == [4]


@pytest.mark.parametrize(
    "body",
    [
        "for name in ['Accept', 'Host']:\n        got = request.headers.get(name)",
        "for name in ['X-Real-IP']:\n        got = response.headers.get(name)",
        "for name in ['X-Real-IP']:\n        got = request.headers.get(other)",
    ],
)
def test_it_leaves_others_alone(body):
    assert lines(RULE, f"def address(request):\n    {body}\n") == []
