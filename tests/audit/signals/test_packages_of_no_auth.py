"""Packages whose names look as if they asked who somebody is, and do not."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge


@pytest.mark.parametrize(
    ("imported", "verdict"),
    [
        ("from ship_tools.tokenizers import get_tokenizer as given", "not_met"),
        ("from ship_core.catalog_index import get_index as given", "not_met"),
        ("from harbour_auth.gates import allowed as given", "partial"),
        ("from harbour_tools import verify_jwt as given", "partial"),
    ],
)
def test_packages_are_told_by_whole_words(imported: str, verdict: str) -> None:
    source = f"""from fastapi import Depends, FastAPI
{imported}
app = FastAPI()
@app.get("/ships")
def ships(who=Depends(given)) -> list[str]: ...
"""
    assert judge(facts(source)).verdict.value == verdict
