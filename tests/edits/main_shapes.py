"""Reads ``shapes/*.py.txt``; ``shapes/README.md`` says how they are written."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from fastscaffold.edits import IncludeRouters, RouterRef

DIRECTORY = Path(__file__).with_name("shapes")
SUFFIX = ".py.txt"
ORDERS = "app.orders.router router orders_router"
_SYMBOLS = str.maketrans({"␉": "\t", "␌": "\f", "␍": "\r", "␠": " "})


@dataclass(frozen=True)
class Shape:
    """A main.py with what is to become of it.

    Attributes:
        after: the same as ``before`` where nothing is to be done.
        reason: of a refusal; None for none.
        snippet: of the refusal.
        line: of the refusal.
        lossy: whether taking the router out gives another file than ``before``.
    """

    name: str
    edit: IncludeRouters
    before: bytes
    after: bytes
    reason: str | None
    snippet: str
    line: int | None
    lossy: bool

    @property
    def changes(self) -> bool:
        return self.before != self.after


def load_shapes() -> list[Shape]:
    return [_shape(path) for path in sorted(DIRECTORY.glob(f"*{SUFFIX}"))]


def _shape(path: Path) -> Shape:
    directions: dict[str, str] = {}
    snippet: list[str] = []
    before: list[str] = []
    after: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("@ "):
            key, _, value = line.removeprefix("@ ").partition(":")
            directions[key] = value.strip()
        elif line.startswith("> "):
            snippet.append(line.removeprefix("> ").rstrip("\n"))
        elif line.startswith("+ ") or line == "+\n":
            after.append(line.removeprefix("+").removeprefix(" "))
        else:
            before.append(line)
            after.append(line)
    module, name, alias = directions.pop("router", ORDERS).split()
    router = RouterRef(module, name, alias, directions.pop("prefix", ""))
    edit = IncludeRouters((router,), int(directions.pop("width", "100")))
    dress = directions.pop("bytes", "").replace(",", " ").split()
    number = directions.pop("line", None)
    shape = Shape(
        name=path.name.removesuffix(SUFFIX),
        edit=edit,
        before=_encode("".join(before), dress),
        after=_encode("".join(after), dress),
        reason=directions.pop("refused", None),
        snippet="\n".join(snippet),
        line=None if number is None else int(number),
        lossy=directions.pop("revert", None) is not None,
    )
    if directions:
        raise ValueError(f"{path.name}: unknown directions {sorted(directions)}")
    return shape


def _encode(text: str, dress: list[str]) -> bytes:
    encoding, end, mark = "utf-8", "\n", b""
    for part in dress:
        match part:
            case "crlf":
                end = "\r\n"
            case "cr":
                end = "\r"
            case "bom":
                mark = codecs.BOM_UTF8
            case "latin-1":
                encoding = "latin-1"
            case "unended":
                text = text.removesuffix("\n")
            case _:
                raise ValueError(f"unknown bytes {part!r}")
    return mark + text.translate(_SYMBOLS).replace("\n", end).encode(encoding)
