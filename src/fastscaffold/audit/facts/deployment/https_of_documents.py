"""What the documents of a project say of what ends TLS in front of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_PROXY = r"(?:reverse[ -]?prox\w+|load ?balancers?|caddy|ingress|nginx|traefik|haproxy|certbot)"
_TLS = r"(?:tls|ssl|https)"
# In one sentence.
_NEAR = r"(?:(?!\w\w[.!?]\s).){0,60}"
_DOCUMENTED = re.compile(
    rf"\b{_TLS}[ -](?:is )?terminat\w+|\bterminat\w+ (?:of )?{_TLS}\b"
    rf"|\b{_PROXY}\b{_NEAR}\b{_TLS}\b|\b{_TLS}\b{_NEAR}\b{_PROXY}\b|\bssl_certificate\b"
    r"|\b(?:caddy|ingress|nginx|traefik|haproxy)\b.{0,60}\b(?:certificates?|let'?s ?encrypt)\b"
    r"|\bcertbot\s+(?:\S+\s+)?--(?:apache|nginx)\b",
    re.IGNORECASE,
)
_PLATFORM = (
    r"(?:certificate manager|acm|cloud ?flare|cloud ?front|heroku|[ane]lb|api gateway|cloud run"
    r"|fly\.io|railway|render(?:\.com)?|vercel|netlify|app runner|app service|front door|platform)"
)
_SEES_TO = (
    r"(?:achiev|handl|provid|manag|offload|serv|issu|tak\w+ care|do(?:es|ne)|end|enforc|automat)\w*"
)
# Who ends it is told, if not with the word for it.
_SEEN_TO = re.compile(
    rf"\b{_TLS}\b.{{0,30}}\b{_SEES_TO}\b.{{0,60}}\b{_PLATFORM}\b"
    rf"|\b{_PLATFORM}\b.{{0,30}}\b{_SEES_TO}\b.{{0,30}}\b{_TLS}\b",
    re.IGNORECASE,
)
# Who issues certificates ends no TLS: what is asked for, or advised, is nowhere told to be there.
_ISSUER = re.compile(
    rf"\b{_TLS}\b{_NEAR}\blet'?s ?encrypt\b|\blet'?s ?encrypt\b{_NEAR}\b{_TLS}\b", re.IGNORECASE
)
_ADVISED = re.compile(
    r"(?i)\b(?:advis|consider|must|need|prefer|recommend|requir|suggest|use\b|valid\b|works?\b)"
    r"|建议|推荐|需要|必须"
)
_LINK = re.compile(r"https?://\S*")
_NEGATED = re.compile(
    r"(?i)n['\u2019]t\b|[\"']?tls[\"']?\s*[:=]\s*(?:\[\]|\{\}|false|null|\"\")"
    # A table of values that says what is there by default: nothing.
    r"|^\s*\|.*\|\s*`?(?:\[\]|\{\}|false|null|\"\")`?\s*\|"
    r"|\b(?:todo|not|never|without|disabled?|no|later|will|should|roadmap|only)\b"
)
# A box that nobody has ticked is for whoever deploys in a list for them; else it is to be done.
_BOX = re.compile(r"^\s*[-*+] \[ \]")
# Of those, what tells to put something there tells that it is not there.
_DEMAND = re.compile(
    r"(?i)\] \W*(?:add|configure|consider|deploy|enable|implement|install|move|place|put|run|serve"
    r"|set|switch|use)\b"
)
_HEADING = re.compile(r"^\s*#+\s")
_FOR_DEPLOYERS = re.compile(r"(?i)deploy|production|go[ -]?live|checklist")
_TO_DO = re.compile(r"(?i)to-?do|roadmap|future|next|plan|backlog")


def documented(facts: Facts) -> list[Place]:
    """Where the documents of a project say what ends TLS in front of it."""
    return [
        Place(path, number, line.strip()[:120])
        for path, text in sorted(facts.sources.documents.items())
        for number, line in _said(path, text)
        if not _NEGATED.search(line) and _says_who(_LINK.sub("", line))
    ]


def _said(path: str, text: str) -> Iterator[tuple[int, str]]:
    """The lines of a document, but for those of what is still to be done."""
    lines = text.splitlines()
    # Where some boxes are ticked, the others are what the project itself lacks.
    is_ticked = re.search(r"(?im)^\s*[-*+] \[x\]", text) is not None
    headings: list[str] = [path]
    for number, line in enumerate(lines, 1):
        if _HEADING.match(line):
            headings = [path, line] if line.startswith("# ") else [*headings[:2], line]
        is_open = is_ticked or _DEMAND.search(line) or _is_to_do(headings)
        if not _BOX.match(line) or not is_open:
            yield number, line


def _is_to_do(headings: list[str]) -> bool:
    """Whether a list of boxes under some headings is not what a deployment is checked by."""
    told = " ".join(headings)
    return _TO_DO.search(told) is not None or _FOR_DEPLOYERS.search(told) is None


def _says_who(line: str) -> bool:
    if any(each.search(line) for each in (_DOCUMENTED, _SEEN_TO)):
        return True
    return _ISSUER.search(line) is not None and not _ADVISED.search(line)
