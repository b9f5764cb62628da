"""Whether other origins are let in by settings, and none of them by default."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import at, at_call
from fastscaffold.audit.facts.started import started
from fastscaffold.audit.verdicts import met, not_met, partial, some, unknown
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.middleware import Middleware
    from fastscaffold.audit.facts.origin import Origin
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Function
    from fastscaffold.audit.verdicts import Judgement

ANY = frozenset({"*", ".*", "^.*$", ".+", "https?://.*", "http.*", r"https?:\/\/.*"})

_HEADER = "access-control-allow-origin"
_ANY_BY_PROXY = re.compile(
    r"""add_header\s+["']?Access-Control-Allow-Origin["']?\s+["']?\*""", re.IGNORECASE
)
# As in ``location ~* \.(ttf|woff2?)$``.
_FILES = re.compile(r"""location\s+~\*?\s+["']?\S*\\\.[\w|?:()]+\$""")


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """What a middleware lets in."""

    middleware: Middleware
    origins: tuple[Origin, ...]

    @property
    def anything(self) -> list[Origin]:
        """Those that let everybody in."""
        return [each for each in self.origins if _is_any(each.value)]


def judge(facts: Facts) -> Judgement:
    """Met if origins are settings without a wildcard as the default."""
    every = _of_started(facts, list(allowed(facts)))
    broken = [each for one in every for each in one.anything]
    if broken:
        return not_met(*some(replace(each.place, note="any origin") for each in broken))
    if not every:
        return _by_hand(facts)
    served = [each for each in every if not each.middleware.in_development]
    if not served:
        return unknown(*some(at_call(each.middleware.call, "development only") for each in every))
    origins = [each for one in served for each in one.origins]
    if not origins:
        return unknown(*some(at_call(each.middleware.call) for each in served))
    places = some(dict.fromkeys([at_call(served[0].middleware.call), *map(_place, origins)]))
    if any(each.is_settings for each in origins):
        return met(*places)
    if all(each.kind == "constant" for each in origins):
        return partial(*places)
    return unknown(*places)


def _of_started(facts: Facts, every: list[Allowed]) -> list[Allowed]:
    """Those of the application that is started, where a command names it and it has some."""
    loaded = started(facts)
    return [each for each in every if each.middleware.call.module in loaded] or every


def _by_hand(facts: Facts) -> Judgement:
    """What middleware of the project, or a shipped proxy, answers without ``CORSMiddleware``."""
    found = [
        at(function.module, node, "any origin")
        for middleware in facts.middleware
        for function in middleware.functions
        for node, value in _set_headers(function)
        if value == "*"
    ]
    texts = facts.configuration.texts
    found += [
        place
        for place in facts.configuration.search(
            _ANY_BY_PROXY, "*.conf", "*.conf.template", "*nginx*"
        )
        if not _is_of_files(texts[place.path], place.line)
    ]
    return not_met(*some(dict.fromkeys(found))) if found else unknown()


def _is_of_files(text: str, line: int) -> bool:
    """Whether what a proxy sets in a line is for files of some types, such as fonts."""
    lines = text.splitlines()[:line]
    header = _ANY_BY_PROXY.search(lines[-1])
    lines[-1] = lines[-1][: header.start() if header else None]
    blocks: list[str] = []
    heading = ""
    for each in lines:
        for part in re.split(r"([{}])", each.partition("#")[0]):
            if part == "{":
                blocks.append(heading)
            elif part == "}":
                del blocks[-1:]
            elif part.strip():
                heading = part.rpartition(";")[2]
    return any(_FILES.search(each) for each in blocks)


def _set_headers(function: Function) -> Iterator[tuple[ast.expr, object]]:
    """Where a function sets the header that lets origins in, and to what."""
    for node in walk(function.node):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=str() as name))],
                value=ast.Constant(value=value) as given,
            ) if name.lower() == _HEADER:
                yield given, value
            case ast.Dict(keys=keys, values=values):
                for key, each in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and str(key.value).lower() == _HEADER:
                        yield each, each.value if isinstance(each, ast.Constant) else None
            case _:
                pass


def allowed(facts: Facts) -> Iterator[Allowed]:
    """Each use of ``CORSMiddleware``."""
    for each in facts.middleware:
        if not facts.index.is_a(each.symbol, "*.CORSMiddleware"):
            continue
        call = each.call
        origins = [
            origin
            for keyword in ("allow_origins", "allow_origin_regex")
            for origin in facts.origins.of_argument(call, keyword)
        ]
        yield Allowed(each, tuple(origins))


def _place(origin: Origin) -> Place:
    return replace(origin.place, note="from settings" if origin.is_settings else "fixed")


def _is_any(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return any(part.strip(' "[]') in ANY for part in value.split(","))
