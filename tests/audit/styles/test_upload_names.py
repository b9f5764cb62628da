"""Names of uploads, in loops, in stores, and in paths that helpers look at."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.upload_filename import RULE

START = "import os\nfrom pathlib import Path\nfrom fastapi import UploadFile\nROOT = Path('in')\n"
CHECK = (
    "def inside(path):\n"
    "    try:\n        (ROOT / path).resolve().relative_to(ROOT)\n"
    "    except ValueError:\n        return None\n    return path\n"
)


@pytest.mark.parametrize(
    "body",
    [
        "    for number, file in enumerate(files):\n        open(ROOT / file.filename, 'wb')",
        "    for file, note in zip(files, notes):\n        open(ROOT / file.filename, 'wb')",
        "    for n, (file, note) in enumerate(zip(files, notes)):\n        open(file.filename, 'wb')",
        "    for file in files:\n        bucket.upload(file.filename, b'')",
        "    for file in files:\n        bucket.upload(path=f'in/{file.filename}', file=b'')",
    ],
)
def test_loops_and_stores(body):
    assert lines(RULE, f"{START}def save(files: list[UploadFile], notes: list[str]):\n{body}\n")


def test_a_name_that_is_counted_only():
    body = "    for number, file in enumerate(files):\n        open(ROOT / str(number), 'wb')"
    assert lines(RULE, f"{START}def save(files: list[UploadFile]):\n{body}\n") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    if inside(os.path.join(who, file.filename)) is None:\n        return\n", 0),
        ("    if not inside(file.filename):\n        raise ValueError\n", 0),
        ("    if inside(who) is None:\n        return\n", 1),
    ],
)
def test_a_path_that_a_helper_looks_at(body, found):
    source = f"{START}{CHECK}def save(who: str, file: UploadFile):\n{body}"
    assert len(lines(RULE, f"{source}    open(ROOT / who / file.filename, 'wb')\n")) == found
