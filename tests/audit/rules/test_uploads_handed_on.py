"""Uploads that something else of the project reads."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_size import RULE

SOURCE = """from fastapi import FastAPI, UploadFile
app = FastAPI()
def content(held):
    with held:
        return held.read({size})
@app.post("/pictures")
def keep(picture: UploadFile):
    return len(content(picture.file))
"""
ALIAS = """from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/pictures")
def keep(picture: UploadFile):
    held = picture.file
    return len(held.read({size}))
"""


@pytest.mark.parametrize(("source", "line"), [(SOURCE, 8), (ALIAS, 6)])
@pytest.mark.parametrize("size", ["", "-1"])
def test_it_is_read_to_its_end(source, line, size):
    assert lines(RULE, source.format(size=size)) == [line]


@pytest.mark.parametrize("source", [SOURCE, ALIAS])
def test_a_part_of_it_is_read(source):
    assert lines(RULE, source.format(size="1024")) == []


HEAD = "import io, json\nimport pandas as pd\nfrom fastapi import Depends, FastAPI, UploadFile\nfrom pydantic import BaseModel\napp = FastAPI()\n"


@pytest.mark.parametrize(
    "call",
    [
        "store.put_object('pictures', 'name', picture.file, -1)",
        "store.put_object(bucket='pictures', name='name', data=picture.file)",
        "pd.read_csv(filepath_or_buffer=picture.file)",
    ],
)
def test_a_library_may_be_given_it_by_any_argument(call):
    source = f"{HEAD}@app.post('/')\ndef keep(picture: UploadFile):\n    return {call}\n"
    assert lines(RULE, source) == [8]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("pd.read_csv(filepath_or_buffer=held, sep=',')", [10]),
        ("json.load(held)", [10]),
        ("held.readline()", []),
        ("peek(held)", []),
    ],
)
def test_a_function_of_the_project_may_hand_it_to_a_library(read, expected):
    source = (
        f"{HEAD}def taken(held):\n    return {read}\n"
        "@app.post('/')\ndef keep(picture: UploadFile):\n    return taken(picture.file)\n"
    )
    assert lines(RULE, source) == expected


@pytest.mark.parametrize("name", ["file", "picture"])
def test_a_field_of_a_form_may_be_called_as_its_content_is(name):
    source = (
        f"{HEAD}class Form(BaseModel):\n    {name}: UploadFile\n@app.post('/')\n"
        f"def keep(form: Form = Depends()):\n    return form.{name}.read()\n"
    )
    assert lines(RULE, source) == [10]
