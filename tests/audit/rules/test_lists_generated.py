"""Lists of routes that fastapi-crudrouter makes."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from {library} import {router}
from app.models import Boat, BoatSchema
router = {router}({given})
"""


@pytest.mark.parametrize(
    "router", ["MemoryCRUDRouter", "SQLAlchemyCRUDRouter", "TortoiseCRUDRouter"]
)
@pytest.mark.parametrize(
    "given",
    [
        "schema=BoatSchema, db_model=Boat, prefix='boats'",
        "BoatSchema, get_all_route=True, delete_all_route=False",
        "BoatSchema, paginate=None",
    ],
)
def test_their_limit_has_no_bound(router, given):
    source = SOURCE.format(library="fastapi_crudrouter", router=router, given=given)
    assert lines(RULE, source) == [3]


@pytest.mark.parametrize(
    ("library", "given"),
    [
        ("fastapi_crudrouter", "BoatSchema, paginate=100"),
        ("fastapi_crudrouter", "BoatSchema, get_all_route=False"),
        ("fastapi_crudrouter", "**told"),
        ("app.routers", "BoatSchema"),
    ],
)
def test_others_are_left_alone(library, given):
    source = SOURCE.format(library=library, router="SQLAlchemyCRUDRouter", given=given)
    assert lines(RULE, source) == []
