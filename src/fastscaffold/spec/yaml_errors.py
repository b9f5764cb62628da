"""Says what is wrong with a text that is not YAML, and where it begins to be."""

from __future__ import annotations

from typing import Protocol

from fastscaffold.spec.positions import Position


class YamlError(Exception):
    """The text is not the YAML that specs are written in."""

    def __init__(self, position: Position, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.message = message
        self.hint = hint


class Mark(Protocol):
    """A place as the parser counts it, from 0."""

    line: int
    column: int


class Marked(Protocol):
    """An error of the parser: what it found, and what it was reading."""

    problem: str | None
    problem_mark: Mark | None
    context: str | None
    context_mark: Mark | None


def place(mark: Mark | None) -> Position:
    """Give the position of a mark."""
    return Position(1, 1) if mark is None else Position(mark.line + 1, mark.column + 1)


def explain(error: Marked) -> YamlError:
    """Turn an error of the parser into one that says what to mend.

    What is never closed is told where it was opened: the parser notices at the end of the file.
    """
    problem, context = error.problem or "", error.context or ""
    at, opened = place(error.problem_mark or error.context_mark), place(error.context_mark)
    if "flow" in context and "or" in problem:
        return _bracket(problem, opened, at)
    if "unexpected end of stream" in problem and "quoted" in context:
        return never_closed(opened)
    if "alias" in context or "anchor" in context:
        hint = "Quote a value that starts with `*` or `&`."
        return YamlError(opened, "This is not YAML: `*` and `&` start no value.", hint)
    if "could not find expected ':'" in problem:
        return YamlError(opened, "This is not YAML: a key needs a colon.", "Write `key: value`.")
    for part, message, hint in _KNOWN:
        if part in problem:
            return YamlError(at, f"This is not YAML: {message}.", hint)
    return YamlError(at, f"This is not YAML: {problem or context}.")


def never_closed(opened: Position) -> YamlError:
    """Say that a text in quotes does not end where it should."""
    message = "This is not YAML: this quote is never closed."
    return YamlError(opened, message, "Close it on the same line.")


def _bracket(problem: str, opened: Position, at: Position) -> YamlError:
    opening, closing = ("{", "}") if "}" in problem else ("[", "]")
    if at.line != opened.line:
        message = f"This is not YAML: `{opening}` is never closed."
        return YamlError(opened, message, f"Close it with `{closing}`.")
    message = f"This is not YAML: a comma or `{closing}` is expected here."
    hint = f"Separate entries with commas, and close what `{opening}` opens."
    return YamlError(at, message, hint)


_SAME_COLUMN = "Entries of one mapping start in the same column, and hold one value each."
# Part of what the parser says, the same as a sentence goes on, and what would be right.
_KNOWN = (
    ("tab", "a tab stands where the line is indented", "Indent with spaces; YAML allows no tabs."),
    (
        "mapping values are not allowed",
        "a colon makes no key here",
        "Quote a value that holds a colon followed by a space, and indent entries alike.",
    ),
    ("expected key", "no key is expected here", _SAME_COLUMN),
    ("expected '-'", "a `-` is expected here", "Items of one list start in the same column."),
    (
        "unknown escape",
        "this escape is unknown",
        "Use single quotes: a backslash is just a backslash there.",
    ),
    (
        "cannot start any token",
        "no value starts with this character",
        "Quote the value; indent with spaces, not tabs.",
    ),
    (
        "expected node content",
        "a value is expected here",
        "Leave the bracket or the comma out, or write the value in front of it.",
    ),
)
