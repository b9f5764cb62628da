"""Names that clients give to files, used as paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.uploads.names import joined_upload_names
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Functions in which the name of an upload reaches a path, or the key of a store."""
    message = "The file name that a client gave becomes part of a path."
    for function, node in joined_upload_names(facts):
        yield hit(function.module, node, message, function.symbol)


RULE = Rule(
    id="SEC018",
    name="upload-filename",
    severity=Severity.P0,
    topic="security",
    seed="ASVS 5.3.2; CWE-22: path traversal",
    what="`UploadFile.filename`, of an upload in a model too, that becomes part of a path which is"
    " joined or opened, or of the key in a store, in the function or in one that it is given to."
    " Its last part alone (`.name`,"
    " `.suffix`, `basename`), `secure_filename`, names that a function refuses slashes in, and"
    " paths of which it is checked where they lead are left alone.",
    why="A client names its file `../../app/main.py`, and writes, or reads, what it likes.",
    bad={
        "app/main.py": """from pathlib import Path

from fastapi import FastAPI, UploadFile

app = FastAPI()
FOLDER = Path("uploads")


@app.post("/files")
async def upload(file: UploadFile) -> None:
    (FOLDER / file.filename).write_bytes(await file.read())
"""
    },
    good={
        "app/main.py": """from pathlib import Path
from uuid import uuid4

from fastapi import FastAPI, UploadFile

app = FastAPI()
FOLDER = Path("uploads")


@app.post("/files")
async def upload(file: UploadFile) -> None:
    suffix = Path(file.filename or "").suffix
    (FOLDER / f"{uuid4()}{suffix}").write_bytes(await file.read())
"""
    },
    fix="Store files under names of your own, and keep the client's name as a value only.",
    check=check,
    formerly=("X009",),
)
