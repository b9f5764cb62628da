"""What a configuration of nginx says: its directives, each with the blocks around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a template fills in has braces of its own.
_FILLED_IN = re.compile(r"\$?\{\{[^{}]*\}\}|\$\{\w+\}|\{%.*?%\}")
_PARTS = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};\n]|[^{};\n"'#]+|["'#]""")
# How a location is chosen, and by what path.
LOCATION = re.compile(r"location\s+(?:(=|~\*?|\^~)\s*)?(\S+)")


@dataclass(frozen=True, slots=True)
class Block:
    """``location /api { ... }``, and where it begins."""

    heading: str
    line: int


@dataclass(frozen=True, slots=True)
class Directive:
    """``limit_req zone=login``, with the blocks around it, the outermost first."""

    text: str
    line: int
    blocks: tuple[Block, ...]


def directives(text: str) -> Iterator[Directive]:
    """All directives of a file."""
    blocks: list[Block] = []
    words, line, start = "", 1, 1
    for part in _PARTS.findall(_FILLED_IN.sub("filled_in", text)):
        if part == "\n":
            line += 1
            words += " "
        elif part == "{":
            blocks.append(Block(words.strip(), start))
            words = ""
        elif part in {";", "}"}:
            if words.strip() and part == ";":
                yield Directive(words.strip(), start, tuple(blocks))
            words = ""
            if part == "}":
                del blocks[-1:]
        elif not part.startswith("#"):
            if not words.strip() and part.strip():
                start = line
            words += part
            line += part.count("\n")
