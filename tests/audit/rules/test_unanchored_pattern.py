from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.unanchored_pattern import RULE

START = "from fastapi import Query\nfrom pydantic import Field, constr\n"


@pytest.mark.parametrize(
    "source",
    [
        "a = Field(pattern='^asc|desc$')",
        "a = Query('x', regex=r'^[a-z]{8}|[|]\\|(a|b)$')",
        "a = constr(pattern='^a|b|c$')",
        "P = '^a|b$'; a = Field(pattern=P)",
    ],
)
def test_it_finds(source):
    assert lines(RULE, START + source) == [3]


@pytest.mark.parametrize(
    "source",
    [
        "a = Field(pattern='^(asc|desc)$')",
        "a = Field(pattern='^asc$|^desc$')",
        "a = Field(pattern='asc|desc')",
        "a = Field(pattern='[A-Z]')",
        r"a = Field(pattern=r'^[|]\|$')",
        "import re; re.sub('^-|-$', '', x)",
        "a = Field(pattern=make())",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []
