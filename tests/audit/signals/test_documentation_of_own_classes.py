"""What a class that derives from FastAPI tells of itself in its constructor."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.documentation import judge

SOURCE = """from fastapi import APIRouter, FastAPI
router = APIRouter()
class Shop(FastAPI):
    def __init__(self, **options):
        super().__init__(GIVEN**options)
app = Shop(MORE)
app.include_router(router, tags=["items"])
"""


@pytest.mark.parametrize(
    ("given", "more", "verdict"),
    [
        ("title='Shop', version='1.2', ", "", "met"),
        ("title='Shop', ", "description='Sells.'", "met"),
        ("title='Shop', ", "", "partial"),
        ("debug=True, ", "", "not_met"),
    ],
)
def test_what_a_constructor_gives_the_one_of_its_base(given, more, verdict):
    source = SOURCE.replace("GIVEN", given).replace("MORE", more)
    assert judge(facts(source)).verdict.value == verdict
