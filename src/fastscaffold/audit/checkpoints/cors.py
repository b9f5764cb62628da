"""Whether other origins are let in by settings, and not all of them by default."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.nginx import directives
from fastscaffold.audit.facts.deployment.started import started
from fastscaffold.audit.facts.places import Place, at, at_call
from fastscaffold.audit.facts.routing.bootstrappers import configurations
from fastscaffold.audit.facts.routing.cors_headers import allowed_by_hand, echoed, matches_strangers
from fastscaffold.audit.facts.routing.middleware import Middleware, in_development
from fastscaffold.audit.facts.running.conditions import decided
from fastscaffold.audit.facts.settings.switches import is_switched_off
from fastscaffold.audit.facts.settings.told_branches import asked, leaves_none_out
from fastscaffold.audit.facts.walking import own_nodes, stands_within
from fastscaffold.audit.verdicts import met, not_met, partial, some, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.facts.settings.told_branches import Condition
    from fastscaffold.audit.verdicts import Judgement

_ANY_BY_PROXY = re.compile(
    r"""add_header\s+["']?Access-Control-Allow-Origin["']?\s+["']?\*""", re.IGNORECASE
)
# As in ``location ~* \.(ttf|woff2?)$``.
_FILES = re.compile(r"""location\s+~\*?\s+["']?\S*\\\.[\w|?:()]+\$""")


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """What a middleware lets in: origins by their names, and by expressions."""

    middleware: Middleware
    named: tuple[Origin, ...]
    matched: tuple[Origin, ...]

    @property
    def origins(self) -> tuple[Origin, ...]:
        """All of them."""
        return (*self.named, *self.matched)

    @property
    def anything(self) -> list[Origin]:
        """Those that let everybody in."""
        found = [each for each in self.named if _is_any(each.value)]
        return found + [each for each in self.matched if _is_any_match(each.value)]


def judge(facts: Facts) -> Judgement:
    """Met if origins are settings without a wildcard as the default.

    Partial where all of them stand in the code, not met where any origin is let in. Unknown where
    no middleware lets others in: what stands in front of the application may, or nobody does; and
    where a setting without a default decides whether all are.
    """
    every = _of_started(facts, list(allowed(facts)))
    live = [each for each in every if not is_left_out(facts, each.middleware)]
    told = _left_to_deployment(facts, live)
    anything = [each for one in live for each in one.anything if each not in told]
    broken = [replace(each.place, note="any origin") for each in anything]
    broken += by_hand(facts)
    if not every:
        broken += _by_proxy(facts)
    if broken:
        return not_met(*some(dict.fromkeys(broken)))
    if told:
        note = "any origin by a required setting"
        return unknown(*some(dict.fromkeys(replace(each.place, note=note) for each in told)))
    if not every:
        return unknown(because="nothing in the application lets other origins in")
    served = [each for each in live if not each.middleware.in_development]
    if not served:
        return unknown(*some(at_call(each.middleware.call, "development only") for each in every))
    origins = [each for one in served for each in one.origins]
    if not origins:
        untold = "its origins cannot be told"
        return unknown(*some(at_call(each.middleware.call, untold) for each in served))
    places = some(dict.fromkeys([at_call(served[0].middleware.call), *map(_place, origins)]))
    if any(each.is_settings for each in origins):
        return met(*places)
    if all(each.kind == "constant" for each in origins):
        return partial(*places)
    return unknown(*places, because="where its origins come from cannot be told")


def _of_started(facts: Facts, every: list[Allowed]) -> list[Allowed]:
    """Those of the application that is started, where a command names it and it has some."""
    loaded = started(facts)
    return [each for each in every if each.middleware.call.module in loaded] or every


def _left_to_deployment(facts: Facts, live: list[Allowed]) -> list[Origin]:
    """Those that let everybody in, but only where a required setting has it so."""
    ways = {each: _conditions(facts, one, each) for one in live for each in one.anything}
    served = [
        conditions
        for conditions in ways.values()
        if not any(each.is_of_development for each in conditions)
    ]
    return [] if leaves_none_out(served) else list(ways)


def _conditions(facts: Facts, allowed: Allowed, origin: Origin) -> frozenset[Condition]:
    """What of required settings an origin stands under, and the middleware that lets it in."""
    call = allowed.middleware.call
    found = asked(facts, call.module.path, call.node)
    if origin.node is None:
        return found
    return found | asked(facts, origin.place.path, origin.node)


def is_left_out(facts: Facts, middleware: Middleware) -> bool:
    """Whether it is for development only, and that is not where it runs by default."""
    call = middleware.call
    if not middleware.in_development:
        return False

    def branches(test: ast.expr) -> tuple[bool, bool]:
        outcome = decided(facts, test, call.scope)
        return outcome is False, outcome is True

    return stands_within(call, branches)


def by_hand(facts: Facts) -> Iterator[Place]:
    """Where middleware of the project lets any origin in."""
    for middleware in facts.middleware:
        if is_switched_off(facts, middleware.call):
            continue
        for function in middleware.functions:
            for node, value in allowed_by_hand(facts, function):
                if value == "*":
                    yield at(function.module, node, "any origin")
            answered = echoed(function, with_credentials=False)
            if answered is not None:
                yield at(function.module, answered, "any origin")


def _by_proxy(facts: Facts) -> Iterator[Place]:
    """Where a shipped proxy does, which without ``CORSMiddleware`` is all that a browser sees.

    What it says of files of some types, such as fonts, is no matter.
    """
    for path in facts.configuration.paths("*.conf", "*.conf.template", "*nginx*"):
        text = facts.configuration.texts[path]
        for each in directives(text) if _ANY_BY_PROXY.search(text) else ():
            of_files = any(_FILES.search(block.heading) for block in each.blocks)
            if _ANY_BY_PROXY.search(each.text) and not of_files:
                yield Place(path, each.line, each.text[:120])


def allowed(facts: Facts) -> Iterator[Allowed]:
    """Each use of ``CORSMiddleware``."""
    for each in facts.middleware:
        if not facts.index.is_a(each.symbol, "*.CORSMiddleware"):
            continue
        named = _told(facts, each.call, "allow_origins")
        matched = facts.origins.of_argument(each.call, "allow_origin_regex")
        yield Allowed(each, tuple(named), tuple(matched))
    for call in configurations(facts):
        named = _told(facts, call, "cors_allowed_origins")
        matched = facts.origins.of_argument(call, "cors_allowed_origin_regex")
        if named or matched:
            made = Middleware("lite_bootstrap", (), call, in_development(call))
            yield Allowed(made, tuple(named), tuple(matched))


def _place(origin: Origin) -> Place:
    return replace(origin.place, note="from settings" if origin.is_settings else "fixed")


def _told(facts: Facts, call: Call, argument: str) -> list[Origin]:
    """The origins that an argument names, without a wildcard that only says again what was told."""
    found = facts.origins.of_argument(call, argument)
    return [each for each in found if not (_is_any(each.value) and _says_again(facts, each.place))]


def _says_again(facts: Facts, place: Place) -> bool:
    """Whether it stands where a function was told a wildcard: ``if told == "*": return ["*"]``."""
    return any(
        test.body[0].lineno <= place.line <= (test.body[-1].end_lineno or 0)
        for module in facts.production
        if module.path == place.path
        for function in module.functions.values()
        for test in own_nodes(function, ast.If)
        if isinstance(test.test, ast.Compare)
        and isinstance(test.test.ops[0], ast.Eq | ast.In)
        and any(_is_wildcard(each) for each in (test.test.left, *test.test.comparators))
    )


def _is_wildcard(node: ast.expr) -> bool:
    """Whether it is ``"*"``, or a list of that."""
    match node:
        case ast.Constant(value="*") | ast.List(elts=[ast.Constant(value="*")]):
            return True
        case _:
            return False


def _is_any(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return any(part.strip(' "[]') == "*" for part in value.split(","))


def _is_any_match(value: object) -> bool:
    return isinstance(value, str) and (value == "*" or matches_strangers(value))
