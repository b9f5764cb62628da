"""Unified diffs of a plan, in the form that ``git apply`` reads, but for those of secrets."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from fastscaffold.project.settings import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    """The lines of one file's diff, each with its line end.

    Args:
        path: relative to the project's root.
        before: None for a file that is created.
        after: None for a file that is removed.

    Yields:
        Header and hunks; for bytes that are not text a line that says so.
    """
    old = "/dev/null" if before is None else _quoted(f"a/{path}")
    new = "/dev/null" if after is None else _quoted(f"b/{path}")
    yield f"diff --git {_quoted(f'a/{path}')} {_quoted(f'b/{path}')}\n"
    if before is None:
        yield "new file mode 100644\n"
    if after is None:
        yield "deleted file mode 100644\n"
    old_lines, new_lines = _lines(before), _lines(after)
    if old_lines is None or new_lines is None:
        yield f"Binary files {old} and {new} differ\n"
        return
    hunks = difflib.unified_diff(old_lines, new_lines, n=_CONTEXT)
    for number, line in enumerate(hunks):
        if number == 0:
            yield f"--- {old}\n"
        elif number == 1:
            yield f"+++ {new}\n"
        elif line.endswith("\n"):
            yield line
        else:
            yield line + "\n"
            yield _NO_NEWLINE


def secret_diff(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    """What changes in a file that holds secrets: no line around it, and no value.

    It is none that ``git apply`` takes: that would write what stands here for the values.

    Args:
        path: relative to the project's root.
        before: None for a file that is created.
        after: None for a file that is removed.

    Yields:
        A line that says so, and lines that are indented.
    """
    yield f"{path}, whose values are not shown:\n"
    old, new = (
        (content or b"").decode(errors="replace").splitlines() for content in (before, after)
    )
    for line in difflib.ndiff(old, new):
        if line.startswith("+ "):
            yield f"  +{masked(line[2:])}\n"
        elif line.startswith("- "):
            # Whatever stood there is the user's, comments and lines of a longer value included.
            yield "  -…\n"


def _lines(content: bytes | None) -> list[str] | None:
    if content is None:
        return []
    if b"\0" in content:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return [line + "\n" for line in text.split("\n")[:-1]] + _last(text)


def _last(text: str) -> list[str]:
    rest = text.rpartition("\n")[2]
    return [rest] if rest else []


def _quoted(path: str) -> str:
    """Quote a path as git does where it holds characters that would break the header."""
    if path.isprintable() and not set(path) & {'"', "\\"}:
        return path
    escaped = "".join(
        f"\\{byte:03o}" if byte < 0x20 or byte >= 0x7F else chr(byte)  # noqa: PLR2004
        for byte in path.replace("\\", "\\\\").replace('"', '\\"').encode(errors="surrogateescape")
    )
    return f'"{escaped}"'
