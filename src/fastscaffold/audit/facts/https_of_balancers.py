"""Load balancers of clouds and routes of clusters that redirect to HTTPS, or listen for it only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a listener does by default: of Terraform, and of CloudFormation.
_REDIRECTS = re.compile(
    r"\bredirect\s*\{[^{}]*\bprotocol\s*=\s*\"HTTPS\""
    r"|\bRedirectConfig:\s*(?:\n\s+\w+:.*){0,5}?\n\s+Protocol:\s*[\"']?HTTPS\b"
)
# Listeners, of which each is what stands before the next of whatever kind.
_KINDS = re.compile(
    r"^resource\s+\"(\w+)\"|^ {2,4}Type:\s*[\"']?(AWS::[\w:]+)|^kind:\s*(\w+)", re.MULTILINE
)
_LISTENERS = frozenset(
    {"aws_lb_listener", "aws_alb_listener", "AWS::ElasticLoadBalancingV2::Listener"}
)
_PROTOCOL = re.compile(r"^\s*protocol\s*[:=]\s*[\"']?(HTTPS?)\b", re.MULTILINE | re.IGNORECASE)
_COMMENT = re.compile(r"^[ \t]*(?:#|//).*$", re.MULTILINE)


def of_balancers(path: str, text: str) -> Iterator[Place]:
    """Where a load balancer, or a route of Traefik in a cluster, leaves nothing to plain HTTP."""
    if not any(each in text for each in ("redirect", "istener", "IngressRoute")):
        return
    # Lines stay where they are.
    told = _COMMENT.sub("", text)
    for match in _REDIRECTS.finditer(told):
        yield Place(path, _line(told, match.start()), "a load balancer redirects to HTTPS")
    secure: list[int] = []
    plain = False
    for kind, start, part in _parts(told):
        if kind in _LISTENERS:
            asked = _PROTOCOL.search(part)
            plain = plain or asked is None or asked[1].upper() == "HTTP"
            secure.append(start)
        elif kind == "IngressRoute":
            plain = plain or re.search(r"^  tls:", part, re.MULTILINE) is None
            secure.append(start)
    if secure and not plain:
        yield Place(path, _line(told, secure[0]), "asked over HTTPS only")


def _parts(text: str) -> Iterator[tuple[str, int, str]]:
    """What a file declares, each with its kind and where it begins."""
    found = list(_KINDS.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=False):
        yield each[1] or each[2] or each[3], each.start(), text[each.start() : end]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
