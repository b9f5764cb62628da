"""Types of files, told by their content: what a client says of it is not looked at."""

import codecs
import re
from enum import StrEnum

# So much of the beginning of a file is looked at, which is more than browsers and readers do.
HEAD_BYTES = 2_048


class FileType(StrEnum):
    """Types that can be told. Another one needs a line here, and one in each table below."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    WEBP = "image/webp"
    PDF = "application/pdf"
    TEXT = "text/plain"


# The first one is added to names that end otherwise.
EXTENSIONS: dict[FileType, tuple[str, ...]] = {
    FileType.PNG: (".png",),
    FileType.JPEG: (".jpg", ".jpeg"),
    FileType.GIF: (".gif",),
    FileType.WEBP: (".webp",),
    FileType.PDF: (".pdf",),
    FileType.TEXT: (".txt", ".csv", ".log", ".md"),
}
_SIGNATURES = {
    FileType.PNG: re.compile(rb"\x89PNG\r\n\x1a\n"),
    FileType.JPEG: re.compile(rb"\xff\xd8\xff"),
    FileType.GIF: re.compile(rb"GIF8[79]a"),
    FileType.WEBP: re.compile(rb"RIFF.{4}WEBPVP8[ LX]", re.DOTALL),
    FileType.PDF: re.compile(rb"%PDF-\d\.\d"),
}
# What would make it a file of a second type to a browser, a reader or an interpreter.
_SECOND_TYPE = re.compile(
    rb"<(!doctype|\?php|/?(body|embed|form|head|html|iframe|img|link|math|meta|object|script|style"
    rb"|svg)\b)|%PDF-",
    re.IGNORECASE,
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def file_type(head: bytes) -> FileType | None:
    """The type of a file, or None where it is none of ours or seems to be two.

    Args:
        head: its first ``HEAD_BYTES``, or all of it.
    """
    if _SECOND_TYPE.search(head, 1) or head.startswith(b"<"):
        return None
    for known, signature in _SIGNATURES.items():
        if signature.match(head):
            return known
    return FileType.TEXT if head and TextCheck().takes(head) else None


class TextCheck:
    """Tells whether bytes that come piece by piece are text in UTF-8."""

    def __init__(self) -> None:
        """Begin at the beginning."""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def takes(self, piece: bytes, *, last: bool = False) -> bool:
        """Whether all pieces, this one included, are text so far.

        Args:
            piece: the next one.
            last: none comes after it, so that no character may be left unfinished.
        """
        try:
            self._decoder.decode(piece, final=last)
        except UnicodeDecodeError:
            return False
        return _BINARY.search(piece) is None
