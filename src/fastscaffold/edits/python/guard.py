"""Keeps files away from the parser that it could crash or hang on.

The parser is recursive and written in a language whose stack overflow ends the process, so depth
is estimated from tokens before anything is parsed. What is refused here no person writes by hand.
"""

from __future__ import annotations

import re

MAX_BYTES = 1_000_000
MAX_LINES = 20_000
MAX_DEPTH = 100
MAX_CHAIN = 400
MAX_ELIFS = 400

_TOKEN = re.compile(
    r"""
    (?P<skip>\#[^\r\n]*)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
        | \"(?:\\.|[^\"\\\r\n])*\" | '(?:\\.|[^'\\\r\n])*')
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<comma>,) | (?P<end>[\r\n;])
    | (?P<elif>\belif\b)
    | (?P<operator>[-+~*/%@&|^<>=.:]+|\b(?:not|and|or|if|lambda|await|yield)\b)
    """,
    re.VERBOSE | re.DOTALL,
)


def objection(text: str) -> str | None:
    """Say why a file is not given to the parser; None when it may be."""
    if len(text) > MAX_BYTES:
        return f"The file has more than {MAX_BYTES:,} characters."
    if text.count("\n") + text.count("\r") > MAX_LINES * 2 or len(text.splitlines()) > MAX_LINES:
        return f"The file has more than {MAX_LINES:,} lines."
    if "\0" in text:
        return "The file contains a NUL character."
    return _too_deep(text)


def _too_deep(text: str) -> str | None:
    meter = _Meter()
    elifs = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "elif":
            elifs += 1
        else:
            meter.take(match.lastgroup or "", match[0])
        if len(meter.chains) > MAX_DEPTH:
            return f"The file nests brackets more than {MAX_DEPTH} deep."
        if meter.total > MAX_CHAIN:
            return f"The file has an expression of more than {MAX_CHAIN} operators."
        if elifs > MAX_ELIFS:
            return f"The file has more than {MAX_ELIFS} elif branches."
    return None


class _Meter:
    """How deep an expression may be parsed, as far as it has been read.

    Attributes:
        chains: the number of operators so far, in each of the open brackets.
        total: their sum.
    """

    def __init__(self) -> None:
        self.chains = [0]
        self.total = 0

    def take(self, kind: str, token: str) -> None:
        """Go on by one token."""
        if kind == "operator" and not token[0].isalpha():
            self._add(len(token))
        elif kind in {"operator", "string"}:
            self._add(1)
        elif kind == "open":
            # A call or a subscript is a link of its chain as well.
            self._add(1)
            self.chains.append(0)
        elif kind == "close" and len(self.chains) > 1:
            self.total -= self.chains.pop()
        elif kind == "comma" or (kind == "end" and len(self.chains) == 1):
            self.total -= self.chains[-1]
            self.chains[-1] = 0

    def _add(self, size: int) -> None:
        self.chains[-1] += size
        self.total += size
