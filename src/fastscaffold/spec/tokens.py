"""Values of the inline notation: taken from a text, and written so that they can be taken again."""

from __future__ import annotations

from dataclasses import dataclass

SEPARATORS = " \t\r\n,"
ARGUMENT_END = ",) \t\r\n"
VALUE_END = ":" + SEPARATORS
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class InlineError(Exception):
    """An item does not follow the grammar; ``at`` is the offset in the text."""

    def __init__(self, at: int, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.at = at
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(slots=True)
class Cursor:
    """A place in the text."""

    text: str
    at: int = 0

    @property
    def char(self) -> str:
        """The character here; empty at the end."""
        return self.text[self.at : self.at + 1]

    def accept(self, char: str) -> bool:
        """Step over a character if it stands here."""
        if self.char == char:
            self.at += 1
            return True
        return False

    def skip(self, chars: str) -> None:
        """Step over all of these characters."""
        while self.char and self.char in chars:
            self.at += 1

    def word(self, stop: str) -> str:
        """Take all up to one of the characters of ``stop``."""
        start = self.at
        while self.char and self.char not in stop:
            self.at += 1
        return self.text[start : self.at]


def take_value(cursor: Cursor, stop: str) -> str:
    """Take a value, quoted or not, up to one of the characters of ``stop``."""
    if cursor.char in {"'", '"'}:
        return _quoted(cursor, stop)
    start = cursor.at
    opened: list[tuple[str, int]] = []
    while cursor.char and (opened or cursor.char not in stop):
        char = cursor.char
        if char in _CLOSING:
            opened.append((_CLOSING[char], cursor.at))
        elif char in _CLOSING.values() and (not opened or opened.pop()[0] != char):
            message = f"`{char}` closes nothing that is open."
            raise InlineError(cursor.at, "spec.inline", message, "Put the value in quotes.")
        cursor.at += 1
    if opened:
        char = cursor.text[opened[-1][1]]
        message = f"`{char}` is never closed."
        raise InlineError(opened[-1][1], "spec.inline", message, "Put the value in quotes.")
    if cursor.at == start:
        raise InlineError(start, "spec.inline", "A value is missing here.", "For empty text: ''")
    return cursor.text[start : cursor.at]


def _quoted(cursor: Cursor, stop: str) -> str:
    quote, start = cursor.char, cursor.at
    cursor.at += 1
    parts: list[str] = []
    while True:
        end = cursor.text.find(quote, cursor.at)
        if end < 0:
            hint = f"Close it with {quote}; one inside is doubled: {quote * 2}"
            raise InlineError(start, "spec.inline", f"This quote {quote} is never closed.", hint)
        parts.append(cursor.text[cursor.at : end])
        cursor.at = end + 1
        if not cursor.accept(quote):
            break
        parts.append(quote)
    if cursor.char and cursor.char not in stop:
        message = f"`{cursor.char}` is not expected behind a closing quote."
        hint = f"Double a quote that belongs to the value: {quote * 2}"
        raise InlineError(cursor.at, "spec.inline", message, hint)
    return "".join(parts)


def quote(text: str, *, argument: bool = False) -> str:
    """Give a value as the inline notation writes it, in quotes where it needs them."""
    stop = ARGUMENT_END if argument else VALUE_END
    cursor = Cursor(text)
    try:
        plain = take_value(cursor, stop) == text
    except InlineError:
        plain = False
    if plain and not any(char.isspace() for char in text):
        return text
    return "'" + text.replace("'", "''") + "'"
