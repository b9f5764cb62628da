"""Chooses the very line that a router is included at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.python.names import dotted, encloses
from fastscaffold.edits.python.sites import (
    Holder,
    Site,
    UnplacedError,
    always,
    choose_site,
    find_sites,
)
from fastscaffold.edits.python.uses import references

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.facts import Facts, Include

_CONFIGURES = ("add_middleware", "add_exception_handler", "add_event_handler")
_CONFIGURATORS = ("add_", "register_", "configure", "setup", "set_up", "init", "install")


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Where lines go: beside a statement, in its block.

    Attributes:
        receiver: what includes.
        prefix: what its own prefixes give already.
        beside: the statement.
        above: they go above the statement and the comments right above it, otherwise below.
    """

    receiver: str
    prefix: str
    beside: Statement
    above: bool = False

    @property
    def line(self) -> int:
        """What they stand before, 0-based."""
        if not self.above:
            return self.beside.span.last + 1
        leading: Sequence[cst.EmptyLine] = getattr(self.beside.node, "leading_lines", ())
        comments = takewhile(lambda line: line.comment is not None, reversed(leading))
        return self.beside.span.first - sum(1 for _ in comments)


def choose_target(facts: Facts, prefix: str) -> Target:
    """Find the place of routers that are to be served below ``prefix``.

    Raises:
        UnplacedError: there is none for certain.
    """
    site, held = choose_site(facts)
    target = _aggregator(facts, held, prefix) or _beside_includes(held) or _configured(site)
    _require_open(target, facts)
    return target


def _beside_includes(held: list[Holder]) -> Target | None:
    own, *helpers = held
    helpers.sort(key=lambda holder: len(holder.unconditional), reverse=True)
    for holder in (own, *helpers):
        if holder.unconditional and not _is_inline(holder):
            return _below_last(holder.site, holder.unconditional, "")
    return None


def _is_inline(holder: Holder) -> bool:
    return holder.site.block.inline


def _below_last(site: Site, includes: tuple[Include, ...], prefix: str) -> Target:
    position = max(site.position_of(include.statement) or 0 for include in includes)
    return Target(site.name, prefix, site.block.statements[position])


def _configured(site: Site) -> Target:
    position = site.start
    while position + 1 < site.end and _configures(site.block.statements[position + 1], site.name):
        position += 1
    return Target(site.name, "", site.block.statements[position])


def _configures(statement: Statement, name: str) -> bool:
    """Whether a line belongs to the setting up of an application and may come before routers."""
    return len(statement.small) == 1 and _sets_up(statement.small[0], name)


def _sets_up(small: cst.BaseSmallStatement, name: str) -> bool:
    match small:
        case cst.Expr(value=cst.Call(func=function, args=arguments)):
            called = dotted(function) or ""
            if called.startswith(f"{name}."):
                return called.removeprefix(f"{name}.") in _CONFIGURES
            given = bool(arguments) and dotted(arguments[0].value) == name
            return given and called.rpartition(".")[2].startswith(_CONFIGURATORS)
        case cst.Assign(targets=[cst.AssignTarget(target=target)]):
            return (dotted(target) or "").startswith(f"{name}.")
        case _:
            return False


def _require_open(target: Target, facts: Facts) -> None:
    """Refuse a line that goes on with something that must come after the include."""
    statement = target.beside
    smalls = statement.small
    if any(isinstance(small, cst.Return | cst.Raise) for small in smalls):
        raise UnplacedError(
            "The application shares its line with the statement that ends its function.", statement
        )
    for small in smalls:
        if isinstance(small, cst.Expr) and _comes_after(small, target.receiver):
            raise UnplacedError(
                "The line goes on with something that must come after the include.", statement
            )
    made = [
        made.small
        for made in facts.made
        if made.statement is statement and made.name == target.receiver
    ]
    rewritten = [
        small
        for writer, small in facts.writes.get(target.receiver, ())
        if writer is statement and made and small > min(made)
    ]
    if rewritten:
        raise UnplacedError(
            f"The line gives {target.receiver} to something else at once.", statement
        )


def _comes_after(small: cst.Expr, name: str) -> bool:
    """Whether a call uses an application that is complete."""
    if _sets_up(small, name) or name.partition(".")[0] not in references(small):
        return False
    called = dotted(small.value.func) if isinstance(small.value, cst.Call) else None
    return (called or "").rpartition(".")[2] != "include_router"


@dataclass(frozen=True, slots=True, eq=False)
class _Aggregator:
    site: Site
    prefix: str
    includes: tuple[Include, ...]
    end: int


def _aggregator(facts: Facts, held: list[Holder], prefix: str) -> Target | None:
    """A router of this file that is included into the application and gives (part of) the prefix.

    Of several the one that gives most of it; where two give the same, the one that includes more;
    where that does not decide, none, since the application itself is always right.
    """
    if not prefix:
        return None
    found = [
        candidate
        for candidate in _aggregators(facts, held)
        if _gives(candidate.prefix, prefix) and not candidate.site.lifted
    ]
    if not found:
        return None
    found.sort(key=_weight, reverse=True)
    best = found[0]
    if len(found) > 1 and _weight(found[1]) == _weight(best):
        return None
    own = {candidate.site.name for candidate in found}
    others = [
        include
        for holder in held
        for include in holder.unconditional
        if not own.intersection(include.routers)
    ]
    if not best.prefix and (others or not best.includes):
        return None
    if best.includes:
        return _below_last(best.site, best.includes, best.prefix)
    return Target(best.site.name, best.prefix, best.site.block.statements[best.site.start])


def _weight(candidate: _Aggregator) -> tuple[int, int]:
    return len(candidate.prefix), len(candidate.includes)


def _gives(given: str, prefix: str) -> bool:
    return not given or prefix == given or prefix.startswith(f"{given}/")


def _aggregators(facts: Facts, held: list[Holder]) -> list[_Aggregator]:
    sites = {site.name: site for site in find_sites(facts, "router")}
    consumed: dict[str, str] = {}
    pending: list[tuple[str, Include]] = [
        ("", include) for holder in held for include in holder.unconditional
    ]
    by_receiver: dict[str, list[Include]] = {}
    for include in facts.includes:
        if include.receiver in sites:
            by_receiver.setdefault(include.receiver, []).append(include)
    found: list[_Aggregator] = []
    while pending:
        outer, include = pending.pop()
        name = include.routers[0] if len(include.routers) == 1 else None
        site = sites.get(name) if name is not None else None
        if site is None or name is None or name in consumed or include.in_loop:
            continue
        if site.block.inline or not encloses(site.block, include.statement.block.scope):
            continue
        if include.prefix is None or site.made.prefix is None:
            continue
        consumed[name] = outer + include.prefix + site.made.prefix
        position = site.position_of(include.statement)
        end = site.end if position is None else position
        inner = by_receiver.get(name, [])
        pending += [(consumed[name], nested) for nested in inner]
        earlier = tuple(
            nested
            for nested in inner
            if always(nested.statement, site.block)
            and (index := site.position_of(nested.statement)) is not None
            and index < end
        )
        found.append(_Aggregator(site, consumed[name], earlier, end))
    return found
