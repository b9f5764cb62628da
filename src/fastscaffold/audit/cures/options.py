"""Lines of files that tools are configured with."""

from __future__ import annotations

import tomllib
from typing import cast

from fastscaffold.audit.cures.base import UncertainError


def with_option(text: str, section: str, line: str) -> str:
    """A TOML or INI file with one more option in a section, which is begun where it is missing.

    Args:
        text: of the file.
        section: such as ``tool.pytest.ini_options``.
        line: the option as it stands in the file.

    Raises:
        UncertainError: the section stands there in another form.
    """
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    header = f"[{section}]"
    at = [number for number, each in enumerate(lines) if each.split("#")[0].strip() == header]
    if any(each.strip() == line for each in lines):
        return text
    if len(at) > 1 or (not at and _has_table(text, section)):
        raise UncertainError(f"`{header}` does not stand there once, in a line of its own.")
    if at:
        lines[at[0]] = lines[at[0]].rstrip("\r\n") + end
        lines.insert(at[0] + 1, line + end)
        return "".join(lines)
    gap = "" if not text or text.endswith(("\n\n", "\r\n\r\n")) else end
    begun = text if not text or text.endswith("\n") else text + end
    return f"{begun}{gap}{header}{end}{line}{end}"


def with_line(text: str, line: str) -> str:
    """A list of lines, such as ``.gitignore``, with one more at its end."""
    lines = text.splitlines()
    if line in (each.strip() for each in lines):
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    begun = text if not text or text.endswith("\n") else text + end
    return f"{begun}{line}{end}"


def _has_table(text: str, section: str) -> bool:
    try:
        table = cast("object", tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False
    for name in section.split("."):
        inner = cast("dict[str, object]", table) if isinstance(table, dict) else {}
        if name not in inner:
            return False
        table = inner[name]
    return True
