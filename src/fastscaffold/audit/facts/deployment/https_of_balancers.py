"""Load balancers of clouds and routes of clusters that redirect to HTTPS, or listen for it only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.https_of_traefik import OF_OTHERS
from fastscaffold.audit.facts.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
# The service that a route leads to, the first of several.
_BACKEND = re.compile(r"\bservices:[\s\[{-]*(?:kind:\s*\w+[,\s]*)?name:\s*[\"']?([^\s\"',}]+)")
# Where developers deploy to.
DEVELOPED = re.compile(
    r"(?i)(?:^|/)(?:dev|devel|development|local|tests?|vagrant)/|[._-](?:dev|local)\b"
)
_COMMENT = re.compile(r"^[ \t]*(?:#|//).*$", re.MULTILINE)


def of_balancers(path: str, text: str) -> Iterator[Place]:
    """Where a load balancer redirects to HTTPS."""
    if "edirect" not in text:
        return
    # Lines stay where they are.
    told = _COMMENT.sub("", text)
    for match in _REDIRECTS.finditer(told):
        yield Place(path, _line(told, match.start()), "a load balancer redirects to HTTPS")


def of_listeners(texts: Mapping[str, str]) -> Iterator[Place]:
    """Where load balancers, or routes of Traefik in a cluster, leave nothing to plain HTTP.

    What one file says of HTTPS is worth nothing where another listens for plain HTTP.
    """
    found = [each for path, text in texts.items() for each in _listeners(path, text)]
    # What only developers run decides where nothing else is there.
    found = [each for each in found if not DEVELOPED.search(each[0].path)] or found
    if all(is_secure for _, is_secure in found):
        first = {place.path: place for place, _ in reversed(found)}
        yield from reversed(first.values())


def _listeners(path: str, text: str) -> Iterator[tuple[Place, bool]]:
    """What a file has listening, and whether for HTTPS only."""
    if "istener" not in text and "IngressRoute" not in text:
        return
    told = _COMMENT.sub("", text)
    for kind, start, part in _parts(told):
        place = Place(path, _line(told, start), "asked over HTTPS only")
        if kind in _LISTENERS:
            asked = _PROTOCOL.search(part)
            yield place, asked is not None and asked[1].upper() != "HTTP"
        elif kind == "IngressRoute" and not _leads_aside(part):
            yield place, re.search(r"^  tls:", part, re.MULTILINE) is not None


def _leads_aside(route: str) -> bool:
    """Whether a route leads to nothing but what stands beside an application."""
    backends = _BACKEND.findall(route)
    return bool(backends) and all(
        "@internal" in each or OF_OTHERS.search(each) for each in backends
    )


def _parts(text: str) -> Iterator[tuple[str, int, str]]:
    """What a file declares, each with its kind and where it begins."""
    found = list(_KINDS.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=False):
        yield each[1] or each[2] or each[3], each.start(), text[each.start() : end]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
