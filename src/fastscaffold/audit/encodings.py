"""How files are encoded: what their first bytes say, or what Python source declares."""

from __future__ import annotations

import codecs
import io
import re

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded_text(content: bytes) -> str:
    """A text, whatever it holds: ``pip freeze > requirements.txt`` of PowerShell is UTF-16."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    return content.decode(encoding, errors="replace")


def decoded_source(content: bytes) -> str:
    """Python source, as it is declared.

    Raises:
        LookupError, SyntaxError: the encoding is unknown.
        UnicodeDecodeError: it is another one.
    """
    import tokenize  # noqa: PLC0415 # only where a file declares an encoding

    if not re.match(rb"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=]", content):
        return content.decode("utf-8-sig")
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding)
