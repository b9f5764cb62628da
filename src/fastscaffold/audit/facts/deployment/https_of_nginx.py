"""What nginx does for HTTPS: servers that speak nothing else, and redirects that are none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.nginx import LOCATION, directives
from fastscaffold.audit.facts.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTENS_TLS = re.compile(r"listen\s+(\[::\]:)?443|listen\s+.*\bssl\b")
_LISTENS_PLAIN = re.compile(r"listen\s+(\[::\]:)?(80|8080)\b")
_SENDS = re.compile(r"(?:return|rewrite)\s.*https://")
# That the same is asked for again.
_SAME = re.compile(r"\$(?:request_uri|uri|\d|\{request_uri\})")
_EVERYTHING = re.compile(r"/|\^?/?(?:\(?\.\*\)?)?\$?")


def of_nginx(path: str, text: str) -> Iterator[Place]:
    """Where a configuration listens for HTTPS, and for nothing else."""
    lines = [line.partition("#")[0] for line in text.splitlines()]
    if any(_LISTENS_PLAIN.search(line) for line in lines):
        return
    for number, line in enumerate(lines, 1):
        if _LISTENS_TLS.search(line):
            yield Place(path, number, "serves HTTPS only")


def sent_elsewhere(text: str) -> set[int]:
    """The lines that send who asks for one page to another site, and leave the rest as it is."""
    found: set[int] = set()
    for each in directives(text):
        if not _SENDS.match(each.text) or _SAME.search(each.text):
            continue
        locations = filter(None, (LOCATION.match(block.heading) for block in each.blocks))
        if any(not _EVERYTHING.fullmatch(location[2]) for location in locations):
            found.add(each.line)
    return found
