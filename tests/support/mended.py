"""Small projects that are mended."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.audit.mending import mend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.mending import Mended


def mended(files: Mapping[str, str | bytes], *only: str) -> Mended:
    """What becomes of a project of some files."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        # Nothing above belongs to it.
        (root / ".git").mkdir()
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        return mend(root, only, lambda path: _read(root / path))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
