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
    chains = [0]
    total = elifs = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in {"operator", "string"}:
            size = len(match[0]) if kind == "operator" and not match[0][0].isalpha() else 1
            chains[-1] += size
            total += size
        elif kind == "open":
            # A call or a subscript is a link of its chain as well.
            chains[-1] += 1
            total += 1
            chains.append(0)
            if len(chains) > MAX_DEPTH:
                return f"The file nests brackets more than {MAX_DEPTH} deep."
        elif kind == "close":
            if len(chains) > 1:
                total -= chains.pop()
        elif kind == "comma" or (kind == "end" and len(chains) == 1):
            total -= chains[-1]
            chains[-1] = 0
        elif kind == "elif":
            elifs += 1
        if total > MAX_CHAIN:
            return f"The file has an expression of more than {MAX_CHAIN} operators."
        if elifs > MAX_ELIFS:
            return f"The file has more than {MAX_ELIFS} elif branches."
    return None
