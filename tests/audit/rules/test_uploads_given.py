"""Uploads that a function is given without saying so."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_size import RULE

SOURCE = """from typing import Any
from fastapi import FastAPI, UploadFile
app = FastAPI()
def keep(place, {parameter}):
    {read}
def hand_on(picture):
    return keep("pictures", picture)
@app.post("/pictures")
def add(pictures: list[UploadFile]):
    return [{handed} for each in pictures]
"""
DIRECTLY = "keep('pictures', each)"


@pytest.mark.parametrize("parameter", ["held", "held: Any", "held: str | bytes"])
@pytest.mark.parametrize("handed", [DIRECTLY, "keep('pictures', held=each)", "hand_on(each)"])
@pytest.mark.parametrize(
    "read", ["store(held.file.read())", "with held.file as content: store(content.read())"]
)
def test_it_is_read_whole(parameter, handed, read):
    source = SOURCE.format(parameter=parameter, handed=handed, read=read)
    assert lines(RULE, source) == [5]


@pytest.mark.parametrize(
    ("handed", "read"),
    [
        ("keep('pictures', each.filename)", "store(held.read())"),
        (DIRECTLY, "store(place.read())"),
        (DIRECTLY, "store(held.file.read(1024))"),
        (DIRECTLY, "assert held.size < 1024; store(held.file.read())"),
        (DIRECTLY, "with open(place) as content: store(content.read())"),
    ],
)
def test_what_is_no_upload_or_bounded_is_left_alone(handed, read):
    source = SOURCE.format(parameter="held", handed=handed, read=read)
    assert lines(RULE, source) == []
