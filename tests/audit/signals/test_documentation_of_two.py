"""Documentation of projects that make more than one application."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.documentation import judge

SOURCE = """from fastapi import FastAPI
inner = FastAPI(docs_url=None, redoc_url=None{inner})
@inner.get("/", tags=["a"])
def index() -> int: ...
outer = FastAPI(title={title}, version="1")
outer.mount("/v1", inner)
"""


@pytest.mark.parametrize(
    ("inner", "title", "verdict"),
    [
        ("", "inner.title", "partial"),
        (", title='FastAPI'", "inner.title", "partial"),
        (", title='Shop'", "inner.title", "met"),
        ("", "'Shop'", "met"),
        ("", "settings.title", "met"),
        (", **options", "inner.title", "met"),
    ],
)
def test_a_title_that_was_never_given_is_none_elsewhere(inner, title, verdict):
    source = SOURCE.format(inner=inner, title=title)
    assert judge(facts({"app/main.py": source})).verdict.value == verdict


def test_titles_of_each_other_are_no_endless_search():
    source = "from fastapi import FastAPI\na = FastAPI(title=b.title)\nb = FastAPI(title=a.title)\n"
    judge(facts({"app/main.py": source}))


def test_documentation_of_one_that_is_switched_off_is_seen_nowhere():
    source = "from fastapi import FastAPI\napp = FastAPI(openapi_url=None, version='2')\n"
    assert judge(facts({"app/main.py": source})).verdict.value == "met"
