"""Lists of what a graph database matches."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from fastapi import FastAPI
app = FastAPI()
async def gathered(found):
    return [each async for each in found]
class Shelves:
    def __init__(self, label):
        self.label = label
    async def books(self):
        query = {query}
        found = await transaction().run(query, name="a")
        return {returned}
@app.get("/books")
async def read():
    shelves = Shelves("Book")
    books = await shelves.books()
    return books
"""
ALL = "f'MATCH (n:{self.label}) WHERE n.name = $name RETURN n'"
GATHERED = "await gathered(found)"


@pytest.mark.parametrize("query", [ALL, "'match (n:' + self.label + ') return n.name'"])
@pytest.mark.parametrize(
    "returned",
    [
        GATHERED,
        "[each['n'] async for each in found]",
        "[value async for each in found for value in each]",
        "await found.data()",
    ],
)
def test_all_that_matches_is_returned(query, returned):
    assert lines(RULE, SOURCE.format(query=query, returned=returned)) == [13]


@pytest.mark.parametrize(
    ("query", "returned"),
    [
        ("'MATCH (n:Book) RETURN n LIMIT 20'", GATHERED),
        ("'MATCH (n:Book) RETURN count(n)'", GATHERED),
        ("'MATCH (n:Book) SET n.read = true RETURN n'", GATHERED),
        ("'CREATE (n:Book) RETURN n'", GATHERED),
        ("'MATCH (n:Book) DELETE n'", GATHERED),
        (ALL, "await found.single()"),
        (ALL, "(await gathered(found))[0]"),
    ],
)
def test_one_of_them_or_some_are_left_alone(query, returned):
    assert lines(RULE, SOURCE.format(query=query, returned=returned)) == []
