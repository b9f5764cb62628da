"""Names of uploads whose endings are cut off, which leaves all slashes where they are."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_filename import RULE

START = """import os, re
from fastapi import UploadFile
def keep(file: UploadFile, number: int):
    {taken}
    return open(f"pictures/{{number}}-{{name}}", "wb")
"""


@pytest.mark.parametrize(
    "taken",
    [
        "name, _ = os.path.splitext(file.filename)",
        "name, ending = os.path.splitext(file.filename or '')",
        "name = os.path.splitext(file.filename)[0]",
        "name = file.filename.rsplit('.', 1)[0]",
        "name = file.filename.split('.')[0].strip()",
        "name, *_ = file.filename.split('.')",
        "name, _, ending = file.filename.rpartition('.')",
    ],
)
def test_what_stands_before_the_ending_is_a_path(taken):
    assert lines(RULE, START.format(taken=taken)) == [5]


@pytest.mark.parametrize(
    "taken",
    [
        "_, name = os.path.splitext(file.filename)",
        "name = os.path.splitext(file.filename)[1]",
        "name = os.path.splitext(os.path.basename(file.filename))[0]",
        "name = file.filename.split('/')[-1]",
        "name, _ = os.path.splitext(file.filename)\n    name = re.sub(r'\\W', '', name)",
        "name, _ = os.path.splitext('picture.png')",
    ],
)
def test_an_ending_and_a_last_part_are_none(taken):
    assert lines(RULE, START.format(taken=taken)) == []


def test_a_stem_is_followed_to_the_function_that_stores_it():
    source = """import os
from fastapi import UploadFile
async def add(file: UploadFile, number: int):
    name, _ = os.path.splitext(file.filename)
    return await store(file, "pictures", f"{number}-{name}")
async def store(file: UploadFile, folder: str, key: str):
    _, ending = os.path.splitext(file.filename)
    named = f"{key}{ending}"
    path = os.path.join(folder, named)
    return path
"""
    assert lines(RULE, source) == [9]
