"""Files of other tools, checked against the schemas that these tools publish."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def check_schema(schema: str, path: Path) -> None:
    """Check a file.

    Args:
        schema: a name that ``check-jsonschema`` knows, as `compose-spec`.
        path: of the file.

    Raises:
        AssertionError: it is not valid; with the reasons.
    """
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    if schema == "gitlab-ci":
        command += ["--data-transform", "gitlab-ci"]
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
