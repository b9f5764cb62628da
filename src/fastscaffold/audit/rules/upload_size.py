"""Uploads that are taken in however large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.uploads.sizes import unbounded_uploads
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Functions that read an upload, or copy it on, without a limit before."""
    message = "The upload is taken in however large it is."
    for function, node in unbounded_uploads(facts):
        yield hit(function.module, node, message, function.symbol)


RULE = Rule(
    id="SEC033",
    name="upload-size",
    severity=Severity.P1,
    topic="security",
    seed="ASVS 5.2.1; CWE-770: no limit on what is taken in",
    what="An `UploadFile` that is read whole, or handed over so by `bytes = File()`,"
    " read piece by piece without adding up, or given as a file to what reads it, or a"
    " `request.stream()` that is kept, while nothing before looks at its size: not the"
    " function, nor all that call it, nor a function that is given the upload, a dependency or"
    " middleware that compares the `Content-Length` of a request, if it is told no other paths,"
    " or a proxy that is shipped with the project. A length that is taken once all has been read"
    " comes too late.",
    why="One client with a large file fills the memory of the process, or the disk, for all.",
    bad={
        "app/main.py": """from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
LIMIT = 5 * 1024 * 1024


@app.post("/pictures")
async def upload(file: UploadFile) -> int:
    content = await file.read()
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
LIMIT = 5 * 1024 * 1024


@app.post("/pictures")
async def upload(file: UploadFile) -> int:
    content = await file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise HTTPException(413)
    return len(content)
"""
    },
    fix="Refuse by `file.size`, or read one byte more than the limit; have the proxy refuse more.",
    check=check,
)
