"""What a name may look like, and what is made of one that almost does."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 63
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")

_ALMOST = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")


def is_name(text: str) -> bool:
    """Tell whether a text is a name as it stands."""
    return NAME.fullmatch(text) is not None


def normalise(text: str) -> str | None:
    """Turn dashes and CamelCase into snake_case; None where the text is no name even then."""
    if not _ALMOST.fullmatch(text):
        return None
    name = snake_case(text)
    return name if is_name(name) else None


def snake_case(text: str) -> str:
    """``OrderLine``, ``order-line`` → ``order_line``; ``HTTPServer`` → ``http_server``."""
    return _WORD_BORDER.sub("_", text.replace("-", "_")).lower()


def suggestion(text: str) -> str | None:
    """Give the name that someone who wrote ``text`` may have meant, if there is one."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = _OTHER.sub("_", snake_case(ascii_only)).strip("_").lstrip("0123456789_")
    return name[:MAX_LENGTH].rstrip("_") or None


def name_problem(text: str) -> tuple[str, str]:
    """Say what is wrong with a text that is no name, and what would be right."""
    if not text:
        return "A name is missing.", "A name looks like `order_lines`."
    proposal = suggestion(text)
    hint = "A name starts with a letter and has only a-z, 0-9 and _."
    if proposal is not None:
        hint += f" Did you mean `{proposal}`?"
    if len(text) > MAX_LENGTH:
        shown = text[:20]
        return f"The name `{shown}…` is longer than {MAX_LENGTH} characters.", hint
    strange = next((c for c in text if not c.isascii() or not c.isprintable()), None)
    if strange is not None:
        named = unicodedata.name(strange, "a control character")
        shown = text if text.isprintable() else ascii(text)[1:-1]
        return f"The name `{shown}` holds a character that is not allowed: {named}.", hint
    return f"`{text}` is not a name.", hint
