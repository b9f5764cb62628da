"""Limits of shipped proxies and gateways, and the routes that these stand before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.nginx import LOCATION, Block, directives
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.routing.inclusions import everywhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.facts.deployment.nginx import Directive

_PATHS = (
    *("*.conf", "*.conf.*", "*nginx*", "*Caddyfile*", "*haproxy*.cfg"),
    *("*.yml", "*.yaml", "*.toml", "*.tf"),
)
_PROXY = re.compile(
    r"ratelimit\.average|rateLimit:|\brate_limit(\s*\{|\s+[\w*@/])|limit-rps|limit-rpm"
    r"|nginx\.ingress\.kubernetes\.io/limit|\bUSE_LIMIT_REQ[\"']?\s*[=:]\s*[\"']?yes"
    r"|\bhttp_req_rate\(|\blocal_ratelimit\b"
    # Plugins of Kong and APISIX, and the firewalls and gateways of clouds.
    r"|^\s*(?:-\s*)?name:\s*[\"']?rate-limiting\b|^\s*limit-(?:count|req):|\brate_based_statement\s*\{"
    r"|\brate_limit_options\s*\{|\bRateBasedStatement:"
)
_NGINX = re.compile(r"\blimit_req\b")
# A limit that bears a name and holds where it is asked for by that.
_NAMED = re.compile(r"middlewares\.([\w-]+)\.ratelimit\.")
# How a request goes on to an application: to whom, and with what put in place of its path.
_PASSES = re.compile(r"(?:proxy|uwsgi|fastcgi|grpc)_pass\s+(?:\w+://)?([^/\s]+)(/\S*)?")
_ENDS = re.compile(r"(?:return|deny|root|alias|try_files)\b")
MAX_PATTERN = 200


def of_proxies(facts: Facts, routes: Sequence[Route]) -> Iterator[tuple[Place, frozenset[Route]]]:
    """Where a proxy limits, and those of some routes that it does so for."""
    configuration = facts.configuration
    ci = set(configuration.ci_paths)
    paths = [
        each
        for each in configuration.paths(*_PATHS)
        if each not in ci and not each.endswith("pyproject.toml")
    ]
    if not paths:
        return
    for place in configuration.search(_PROXY, *_PATHS):
        if place.path in paths and _is_asked_for(facts, place):
            yield place, frozenset(routes)
    for path in paths:
        if _NGINX.search(configuration.texts[path]):
            yield from _of_nginx(facts, path, routes)


def _is_asked_for(facts: Facts, place: Place) -> bool:
    """Whether a limit with a name is put before something by that name."""
    named = _NAMED.search(place.note)
    if named is None:
        return True
    name = re.escape(named[1])
    asked = re.compile(
        rf"middlewares[\"']?\s*[=:].*(?<![\w-]){name}(?![\w-])|^\s*-\s*[\"']?{name}(?:@\w+)?[\"']?\s*$"
    )
    return bool(facts.configuration.search(asked, *_PATHS))


def _of_nginx(
    facts: Facts, path: str, routes: Sequence[Route]
) -> Iterator[tuple[Place, frozenset[Route]]]:
    said = list(directives(facts.configuration.texts[path]))
    for each in said:
        if each.text.split(None, 1)[0] != "limit_req":
            continue
        place = Place(path, each.line, each.text[:120])
        location = _location(each.blocks)
        if location is None:
            yield place, frozenset(routes)
            continue
        server = each.blocks[: each.blocks.index(location)]
        beside = [one for one in said if one.blocks[: len(server)] == server]
        yield place, frozenset(one for one in routes if _reaches(facts, one, location, beside))


def _location(blocks: Iterable[Block]) -> Block | None:
    """The innermost location of some blocks."""
    found = [each for each in blocks if LOCATION.match(each.heading)]
    return found[-1] if found else None


def _reaches(facts: Facts, route: Route, location: Block, beside: list[Directive]) -> bool:
    """Whether what asks for a route comes by a location.

    It does, too, where the path is changed on the way, or where no other location leads there.
    """
    taken = _taken_by(location, beside)
    if taken is None or taken[1] or any(each.text.startswith("rewrite") for each in beside):
        return True
    others = {
        found
        for each in beside
        if (found := _location(each.blocks)) is not None
        and (goes := _taken_by(found, beside)) is not None
        and goes[0] == taken[0]
    }
    paths = [each.path for each in everywhere(facts, route)]
    answering = [_best(path, {location, *others}) for path in paths]
    return any(each is None or each is location for each in answering)


def _taken_by(location: Block, beside: list[Directive]) -> tuple[str, bool] | None:
    """Where a location leads to, and whether it changes the path; None where it leads nowhere."""
    for each in beside:
        found = _PASSES.match(each.text) if location in each.blocks else None
        if found is not None:
            return found[1], found[2] is not None
    return None


def _best(path: str, locations: Iterable[Block]) -> Block | None:
    """The location that nginx chooses for a path."""
    best: tuple[int, int] | None = None
    chosen: Block | None = None
    for each in locations:
        found = LOCATION.match(each.heading)
        rank = None if found is None else _rank(path, found[1] or "", found[2])
        if rank is not None and (best is None or rank > best):
            best, chosen = rank, each
    return chosen


def _rank(path: str, sign: str, wanted: str) -> tuple[int, int] | None:
    """How well a location suits a path: itself, a prefix that settles it, a pattern, a prefix."""
    if sign.startswith("~"):
        if len(wanted) > MAX_PATTERN or re.search(r"[*+}]\)?[*+{]", wanted):
            return None
        try:
            return (2, 0) if re.search(wanted, path) else None
        except (RecursionError, re.error):
            return None
    if sign == "=":
        return (4, 0) if path == wanted else None
    if not path.startswith(wanted):
        return None
    return (3 if sign else 1, len(wanted))
