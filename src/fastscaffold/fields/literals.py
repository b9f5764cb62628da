"""Python expressions for values. Text from a spec reaches generated code by these alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_LITERAL = 72
MAX_BYTES = MAX_LITERAL // len(r"\xff")


def text_literal(text: str) -> str:
    """Give a string literal in ASCII, with double quotes wherever they need no more escapes.

    Long text becomes several literals in parentheses, which a formatter puts on lines of their own.
    """
    return _in_parts(text, _text_literal)


def pattern_literal(pattern: str) -> str:
    """Give a literal of a regular expression, raw where it holds backslashes."""
    raw = "\\" in pattern and pattern.isascii() and pattern.isprintable() and '"' not in pattern
    return _in_parts(pattern, _raw_literal if raw else _text_literal)


def bytes_literal(value: bytes) -> str:
    """Give a literal of bytes; a long one becomes several in parentheses."""
    parts = [value[at : at + MAX_BYTES] for at in range(0, len(value), MAX_BYTES)] or [b""]
    # As a formatter quotes them, which leaves those alone that hold double quotes.
    literals = [repr(part) if b'"' in part else f'b"{repr(part)[2:-1]}"' for part in parts]
    return literals[0] if len(literals) == 1 else f"({' '.join(literals)})"


def _in_parts(text: str, literal: Callable[[str], str]) -> str:
    if len(literal(text)) <= MAX_LITERAL:
        return literal(text)
    parts: list[str] = []
    while text:
        end = min(len(text), MAX_LITERAL)
        # Half of what is too long is taken until it fits; a raw literal may not end in an escape.
        while end > 1 and (len(literal(text[:end])) > MAX_LITERAL or text[end - 1] == "\\"):
            end = end // 2 if len(literal(text[:end])) > MAX_LITERAL else end - 1
        parts.append(literal(text[:end]))
        text = text[end:]
    return f"({' '.join(parts)})"


def _text_literal(text: str) -> str:
    literal = ascii(text)
    if literal[0] == "'" and '"' not in text:
        return f'"{literal[1:-1]}"'
    return literal


def _raw_literal(text: str) -> str:
    return _text_literal(text) if text.endswith("\\") else f'r"{text}"'


def json_literal(value: object) -> str:
    """Give the expression of a JSON value: text, numbers, booleans, None, lists and mappings."""
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
        inner = ", ".join(f"{text_literal(key)}: {json_literal(item)}" for key, item in entries)
        return "{" + inner + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(json_literal, cast("list[object]", value))) + "]"
    return repr(value)


def plain(text: str) -> Code:
    """Give an expression that needs no import."""
    return Code(text)


def imported(module: str, name: str, arguments: str = "") -> Code:
    """Give a name from a module, or a call of it."""
    return Code(name + arguments, (Import(module, name),))


def constrained(base: str, constraints: Sequence[str], last: str) -> Code:
    """Give ``Annotated[base, Field(...), last]``.

    A ``Field`` behind a validator such as ``last`` would not show in the JSON schema, and would
    call characters items in what it tells clients.
    """
    field = ", ".join(constraints)
    imports = (Import("typing", "Annotated"), Import("pydantic", "Field"), Import(SHARED, last))
    return Code(f"Annotated[{base}, Field({field}), {last}]", imports)


def annotated(base: Code, *metadata: str, imports: tuple[Import, ...] = ()) -> Code:
    """Give ``Annotated[base, Field(...)]``, or ``base`` alone where there is nothing to add."""
    if not metadata:
        return base
    needed = (*base.imports, Import("typing", "Annotated"), Import("pydantic", "Field"), *imports)
    return Code(f"Annotated[{base.text}, Field({', '.join(metadata)})]", needed)


SHARED = "app.shared.schemas"
DECIMALS = "app.shared.decimals"
CORE = "app.core.types"
SQLALCHEMY = (Import("sqlalchemy", alias="sa"),)


def migration(text: str, *imports: Import) -> Code:
    """Give an expression of a migration, where ``sa`` is SQLAlchemy."""
    return Code(text, (*SQLALCHEMY, *imports))
