from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.documentation import judge

TAGS = "\n@app.get('/', tags=['a'])\ndef index() -> int: ...\n"


@pytest.mark.parametrize(
    ("said", "shown", "hidden"),
    [
        ("title='Shop'", "partial", "met"),
        ("title='Shop', version='1'", "partial", "met"),
        ("description='Sells.'", "partial", "met"),
        ("version='1'", "partial", "met"),
        ("", "not_met", "not_met"),
    ],
)
def test_what_nobody_sees_may_lack_tags_or_a_title(said, shown, hidden):
    for options, verdict in (("", shown), ("openapi_url=None", hidden)):
        given = ", ".join(filter(None, (said, options)))
        found = facts(f"from fastapi import FastAPI\napp = FastAPI({given})\n")
        assert judge(found).verdict.value == verdict


@pytest.mark.parametrize(("options", "verdict"), [("", "not_met"), ("openapi_url=None", "met")])
def test_tags_alone_are_enough_only_where_nobody_sees_them(options, verdict):
    found = facts(f"from fastapi import FastAPI\napp = FastAPI({options})\n{TAGS}")
    assert judge(found).verdict.value == verdict
