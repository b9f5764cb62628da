"""How many operators the longest expression of a module has: what libcst is too slow for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = re.compile(
    r"(?m)(?P<statement>^[ \t]*(?:class|def|import|pass|raise|return|while|with)\b)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<line>\n)"
    r"|(?P<operator>[-+*/%@&|^<>=~.]|\b(?:and|await|else|in|is|lambda|not|or)\b)"
)
# Texts and comments, where f-strings begin, and brackets. One that nothing ends goes on as far as
# it may: nothing is looked for again and again.
_IN_CODE = re.compile(
    r"(?s)(?P<formatted>\b(?:[ft]r?|r[ft])(?:\"{3}|'{3}|[\"']))"
    r'''|(?P<text>"""(?:[^\\]|\\.)*?(?:"""|\Z)|'{3}(?:[^\\]|\\.)*?(?:'{3}|\Z)'''
    r"""|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\#[^\n]*|\\\n)"""
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])",
    re.IGNORECASE,
)
_IN_FORMATTED = re.compile(r"(?s)\\.|\{\{|\{|\n|\"{3}|'{3}|[\"']")


def operators(text: str) -> int:
    """About how many operators the longest expression has, calls and subscripts included."""
    return max(map(_counted, _Reader(text).read()))


def _counted(code: str) -> int:
    longest = depth = count = 0
    for match in _PARTS.finditer(code):
        kind = match.lastgroup
        if kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "statement":
            # No expression goes on behind it, whatever stood in a text that was taken for code.
            depth = count = 0
        elif kind == "line":
            count = count if depth else 0
        else:
            depth += kind == "open"
            count += 1
            longest = max(longest, count)
    return longest


class _Reader:
    """Reads the code of a module without its texts, and each field of an f-string on its own.

    Newer f-strings hold texts with their own quotes, so what is open is kept: the parts of some
    code with the depth of its brackets, and the quote that ends an f-string.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.codes: list[list[str]] = [[]]
        self.depths = [0]
        self.quotes: list[str] = []

    def read(self) -> Iterator[str]:
        """The code of each; of a field that nothing ends as much as there is."""
        at = 0
        while True:
            is_text = len(self.quotes) == len(self.codes)
            match = (_IN_FORMATTED if is_text else _IN_CODE).search(self.text, at)
            if match is None:
                break
            if is_text:
                at = self._in_formatted(match)
                continue
            self.codes[-1].append(self.text[at : match.start()])
            at = match.end()
            if match.group() == "}" and self.depths[-1] == 0 and len(self.codes) > 1:
                self.depths.pop()
                yield "".join(self.codes.pop())
            else:
                self._in_code(match)
        if len(self.quotes) < len(self.codes):
            self.codes[-1].append(self.text[at:])
        yield from map("".join, self.codes)

    def _in_code(self, match: re.Match[str]) -> None:
        kind, found = match.lastgroup, match.group()
        if kind == "formatted":
            self.quotes.append(found.lstrip("fFrRtT"))
        elif kind != "text":
            self.codes[-1].append(found)
            self.depths[-1] = max(self.depths[-1] + (1 if kind == "open" else -1), 0)

    def _in_formatted(self, match: re.Match[str]) -> int:
        """Where it goes on behind what opens a field, or may end the f-string."""
        quote, found = self.quotes[-1], match.group()
        if found == "{":
            self.codes.append([])
            self.depths.append(0)
        elif found.startswith(quote) or (found == "\n" and len(quote) == 1):
            self.quotes.pop()
            return match.start() + min(len(quote), len(found))
        return match.end()
