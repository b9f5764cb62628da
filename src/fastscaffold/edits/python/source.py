"""A Python file as text, lines and syntax tree, and how lines are spliced into it."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.python.blocks import Block, module_block
from fastscaffold.edits.python.guard import MAX_BYTES, objection

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")

_INVALID = "The file is not valid Python, or newer than this tool knows."


class UnreadableError(Exception):
    """A file that cannot be edited safely.

    Attributes:
        reason: one sentence.
        line: 1-based, where it is known.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class PythonSource:
    """A parsed file; the tree gives back the very same text.

    Attributes:
        lines: with their line ends.
        tree: holds no position; ``block`` knows the lines of each statement.
        block: the statements of the module.
    """

    bom: bytes
    encoding: str
    text: str
    lines: tuple[str, ...]
    tree: cst.Module
    block: Block

    @property
    def step(self) -> str:
        """What the file indents by; four spaces where it indents nothing."""
        return self.tree.default_indent

    def encode(self, lines: Iterable[str]) -> bytes:
        """Give a file's bytes, in the encoding of this one."""
        return self.bom + "".join(lines).encode(self.encoding)


@lru_cache(maxsize=2)
def read(source: bytes) -> PythonSource:
    """Parse a file, once for several edits of it in a row.

    Raises:
        UnreadableError: it is not valid, too big or too deep, or does not survive a round trip.
    """
    if len(source) > MAX_BYTES:
        raise UnreadableError(f"The file has more than {MAX_BYTES:,} bytes.")
    bom, encoding, text = _decode(source)
    if reason := objection(text):
        raise UnreadableError(reason)
    try:
        tree = cst.parse_module(text)
        codes = [tree.code_for_node(statement) for statement in tree.body]
        block = module_block(tree, codes)
    except cst.ParserSyntaxError as error:
        raise UnreadableError(_INVALID, error.raw_line) from error
    except cst.CSTValidationError as error:
        raise UnreadableError(_INVALID) from error
    except (RecursionError, MemoryError) as error:
        raise UnreadableError("The file nests code too deeply.") from error
    header, footer = ("".join(map(tree.code_for_node, part)) for part in (tree.header, tree.footer))
    written = "".join((header, *codes, footer))
    if not tree.has_trailing_newline:
        written = written[: len(text)] if not line_end(text) else written
    if written != text:
        raise UnreadableError("The file would not survive being parsed and written back.")
    return PythonSource(bom, encoding, text, tuple(split(text)), tree, block)


def split(text: str) -> list[str]:
    """Give lines with their ends, as Python counts lines: form feeds end none."""
    return _LINE.findall(text)


def line_end(line: str) -> str:
    """The line end of a line; empty for a last line without one."""
    return line[len(line.rstrip("\r\n")) :]


def _decode(source: bytes) -> tuple[bytes, str, str]:
    bom = codecs.BOM_UTF8 if source.startswith(codecs.BOM_UTF8) else b""
    body = source[len(bom) :]
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        encoding = "utf-8" if bom else encoding
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = body.decode(encoding)
        # The parser takes no lone surrogates, which some encodings give.
        text.encode("utf-8")
        lossless = text.encode(encoding) == body
    except (SyntaxError, UnicodeError, LookupError) as error:
        # A cookie may name a codec that is not of text.
        raise UnreadableError("The file's encoding cannot be read.") from error
    if not lossless:
        raise UnreadableError(f"The file's encoding, {encoding}, loses bytes.")
    return bom, encoding, text


@dataclass(slots=True)
class Patch:
    """Whole lines to insert and to delete.

    Attributes:
        inserted: line index to the lines that come before it; without line ends.
        deleted: line indices.
    """

    inserted: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    deleted: set[int] = field(default_factory=set[int])
    replaced: dict[int, str] = field(default_factory=dict[int, str])

    def insert(self, index: int, lines: Iterable[str]) -> None:
        """Insert lines before a line, after all that were inserted there earlier."""
        self.inserted.setdefault(index, []).extend(lines)

    def delete(self, first: int, last: int) -> None:
        """Delete the lines from ``first`` to ``last``."""
        self.deleted.update(range(first, last + 1))

    def __bool__(self) -> bool:
        return bool(self.inserted or self.deleted or self.replaced)


def patched(source: PythonSource, patch: Patch) -> bytes:
    """Carry out a patch and prove that nothing else changed and that the result is valid.

    Raises:
        UnreadableError: the result would not be valid Python.
    """
    lines = list(source.lines)
    default = next((line_end(line) for line in lines if line_end(line)), "\n")
    unended = bool(lines) and not line_end(lines[-1])
    result: list[str] = []
    for index in range(len(lines) + 1):
        before = line_end(lines[index - 1]) if index else ""
        at = line_end(lines[index]) if index < len(lines) else ""
        for text in patch.inserted.get(index, ()):
            if result and not line_end(result[-1]):
                result[-1] += default
            result.append(text + (before or at or default))
        if index < len(lines) and index not in patch.deleted:
            result.append(patch.replaced.get(index, lines[index]))
    if unended and result:
        result[-1] = result[-1].rstrip("\r\n")
    content = source.encode(result)
    _check(source.text, "".join(result))
    return content


def _check(before: str, after: str) -> None:
    if _compiles(after) or (not _compiles(before) and _parses(after)):
        return
    raise UnreadableError("The file would not be valid Python afterwards.")


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<edited>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _parses(text: str) -> bool:
    try:
        cst.parse_module(text)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, MemoryError):
        return False
    return True
