"""Lists whose things have addresses, which no other server is asked for."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """import os
from urllib.parse import urljoin
from urllib.request import urlopen
import httpx
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Picture(BaseModel):
    url: str
@app.get("/pictures")
def pictures() -> list[Picture]:
    names = {names}
    return [Picture(url={url}) for each in names]
"""


@pytest.mark.parametrize(
    ("names", "url", "found"),
    [
        ("os.listdir('pictures')", "urljoin('https://shop.example', each)", [11]),
        ("os.listdir('pictures')", "str(httpx.URL(each))", [11]),
        ("httpx.get('https://other.example').json()", "each", []),
        ("urlopen('https://other.example').read().split()", "each", []),
    ],
)
def test_a_list_of_things_with_addresses(names, url, found):
    assert lines(RULE, SOURCE.format(names=names, url=url)) == found
