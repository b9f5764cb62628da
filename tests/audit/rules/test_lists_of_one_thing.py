"""Routes of one thing that may answer with a list, too, and counts of people by a right."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE as LISTS
from fastscaffold.audit.rules.responses_without_secrets import RULE as SECRETS

TOP = "from fastapi import FastAPI\nfrom pydantic import BaseModel\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("path", "answer", "found"),
    [
        ("/shelves/{shelf_id}", "list[dict] | dict", []),
        ("/shelves/{shelf_id}", "list[dict]", [5]),
        ("/shelves/{shelf_id}", "list[dict] | None", [5]),
        ("/shelves/{shelf_id}/books", "list[dict] | dict", [5]),
        ("/shelves", "list[dict] | dict", [5]),
    ],
)
def test_one_thing_that_is_no_list_at_times_is_none(path, answer, found):
    route = f"@app.get('{path}')\ndef read(shelf_id: int = 0) -> {answer}: ...\n"
    assert lines(LISTS, f"{TOP}{route}") == found


@pytest.mark.parametrize(("field", "found"), [("users: int", []), ("username: str", [6])])
def test_how_many_have_a_right_is_no_secret_of_any(field, found):
    model = f"class Shown(BaseModel):\n    {field}\n    is_superuser: bool\n"
    route = "@app.get('/shown')\ndef read() -> list[Shown]: ...\n"
    assert lines(SECRETS, f"{TOP}{model}{route}") == found
