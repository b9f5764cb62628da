"""Finds the application of a module, and chooses one where there are several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.python.facts import Facts, Include, Made, parameter_names
from fastscaffold.edits.python.names import encloses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.edits.python.blocks import Block, Statement


class UnplacedError(Exception):
    """No place, or more than one, for what is to be added."""

    def __init__(self, reason: str, statement: Statement | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = None if statement is None else statement.span.first + 1


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A variable that holds an application (or a router) in a stretch of one block.

    Attributes:
        start: index of the statement that makes it; -1 for a parameter.
        end: index of the statement that gives the name to something else, or one past the last.
        lifted: it is made inside a branch, so it may not exist at all.
    """

    name: str
    block: Block
    start: int
    end: int
    lifted: bool
    made: Made

    def position_of(self, statement: Statement) -> int | None:
        """Index of the block's statement that holds another; None outside the stretch."""
        top = ancestor(statement, self.block)
        return top.index if top is not None and self.start <= top.index < self.end else None


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """A stretch of code in which a name is the application: its own block, or a helper's."""

    site: Site
    includes: tuple[Include, ...]

    @property
    def unconditional(self) -> tuple[Include, ...]:
        """The includes that are always carried out."""
        return tuple(
            include for include in self.includes if always(include.statement, self.site.block)
        )


def ancestor(statement: Statement, block: Block) -> Statement | None:
    """The statement of a block that another stands in, or is."""
    current: Statement | None = statement
    while current is not None and current.block is not block:
        current = current.block.owner
    return current


def always(statement: Statement, block: Block) -> bool:
    """Whether a statement runs whenever the block does; loops are taken to run."""
    current = statement.block
    while current is not block:
        if current.kind != "loop" or current.owner is None:
            return False
        current = current.owner.block
    return True


def find_sites(facts: Facts, kind: str) -> Iterator[Site]:
    """Every variable that is made an application (``app``) or a ``router``, in document order."""
    seen: set[tuple[int, str]] = set()
    for made in sorted(facts.made, key=lambda made: (made.statement.order, made.small)):
        if made.kind != kind or made.small < 0:
            continue
        scope = made.statement.block.scope
        top = ancestor(made.statement, scope)
        if top is None or scope.kind == "class" or (top.order, made.name) in seen:
            continue
        seen.add((top.order, made.name))
        lifted = not always(made.statement, scope)
        yield Site(made.name, scope, top.index, _end(facts, made, scope, top), lifted, made)


def _end(facts: Facts, made: Made, scope: Block, top: Statement | None) -> int:
    start = (top.order, made.small) if top is not None else (-1, -1)
    first = 0 if top is None else top.index
    end = next(
        (item.index for item in scope.statements[first:] if _leaves(item)), len(scope.statements)
    )
    for statement, small in facts.writes.get(made.name, ()):
        writer = ancestor(statement, scope)
        if writer is None or statement.block.scope is not scope:
            continue
        same_branch = writer is top and statement is not made.statement
        if (writer.order, small) > start and not same_branch:
            return min(end, writer.index)
    return end


def _leaves(statement: Statement) -> bool:
    """Whether nothing below a line is reached."""
    return any(isinstance(small, cst.Return | cst.Raise) for small in statement.small)


def holders(facts: Facts, site: Site) -> list[Holder]:
    """The site's own block, then each helper that the application is given to and includes."""
    own: list[Include] = []
    by_function: dict[Block, list[Include]] = {}
    given = _given(facts, site)
    for include in facts.includes:
        scope = include.statement.block.scope
        if include.receiver == site.name and scope is site.block:
            if site.position_of(include.statement) is not None:
                own.append(include)
        elif (scope, include.receiver) in given or (
            include.receiver == site.name and _sees(facts, scope, site)
        ):
            by_function.setdefault(scope, []).append(include)
    found = [Holder(site, tuple(own))]
    for block, includes in by_function.items():
        end = next(
            (item.index for item in block.statements if _leaves(item)), len(block.statements)
        )
        helper = Site(includes[0].receiver, block, -1, end, lifted=False, made=site.made)
        found.append(Holder(helper, tuple(includes)))
    return found


def _given(facts: Facts, site: Site) -> set[tuple[Block, str]]:
    """Pairs of function and parameter that receive the application, through any depth."""
    given: set[tuple[Block, str]] = {(site.block, site.name)}
    pending = [(site.block, site.name)]
    while pending:
        block, name = pending.pop()
        for call in facts.calls:
            if call.statement.block.scope is not block:
                continue
            for position, (keyword, argument) in enumerate(call.arguments):
                if argument != name:
                    continue
                for function in facts.functions.get(call.function.rpartition(".")[2], ()):
                    parameter = _parameter(function, keyword, position)
                    entry = (function.blocks[0], parameter)
                    if parameter and entry not in given:
                        given.add(entry)
                        pending.append(entry)
    return given


def _parameter(function: Statement, keyword: str | None, position: int) -> str:
    node = function.node
    if not isinstance(node, cst.FunctionDef):
        return ""
    names = parameter_names(node)
    if names[:1] in {("self",), ("cls",)}:
        names = names[1:]
    if keyword is not None:
        return keyword if keyword in names else ""
    return names[position] if position < len(names) else ""


def _sees(facts: Facts, scope: Block, site: Site) -> bool:
    """Whether a function uses the site's variable as a global or from around it."""
    if scope is site.block or not encloses(site.block, scope):
        return False
    owner = scope.owner
    if owner is None or not isinstance(owner.node, cst.FunctionDef):
        return False
    first = site.name.partition(".")[0]
    local = any(statement.block.scope is scope for statement, _ in facts.writes.get(site.name, ()))
    return not local and first not in parameter_names(owner.node)


def choose_site(facts: Facts) -> tuple[Site, list[Holder]]:
    """Choose the application to add to.

    Raises:
        UnplacedError: there is none, or several have the same claim.
    """
    sites = list(find_sites(facts, "app"))
    if not sites:
        return _parameter_site(facts)
    candidates = [(site, holders(facts, site)) for site in sites]
    candidates = _without_mounted(facts, candidates)
    if len(candidates) > 1:
        including = [(site, held) for site, held in candidates if _includes(held)]
        candidates = including or candidates
    if len(candidates) > 1:
        names = " and ".join(
            f"{site.name} (line {site.made.statement.span.first + 1})" for site, _ in candidates
        )
        raise UnplacedError(
            f"The file has several applications with the same claim: {names}.",
            candidates[0][0].made.statement,
        )
    site, held = candidates[0]
    if site.made.statement.block.inline:
        raise UnplacedError(
            "The application is made on the line of its function's header.", site.made.statement
        )
    if site.lifted and not any(holder.unconditional for holder in held):
        raise UnplacedError("The application is made inside a condition.", site.made.statement)
    return site, held


def _includes(held: list[Holder]) -> bool:
    return any(holder.includes for holder in held)


def _without_mounted(
    facts: Facts, candidates: list[tuple[Site, list[Holder]]]
) -> list[tuple[Site, list[Holder]]]:
    mounted = {
        argument
        for call in facts.calls
        if call.function.rpartition(".")[2] == "mount"
        for _, argument in call.arguments
    }
    return [entry for entry in candidates if entry[0].name not in mounted] or candidates


def _parameter_site(facts: Facts) -> tuple[Site, list[Holder]]:
    """A module without an application may have one function that includes routers into one."""
    found: list[Site] = []
    for made in facts.made:
        if made.kind == "app" and made.small < 0 and not made.statement.blocks[0].inline:
            block = made.statement.blocks[0]
            site = Site(made.name, block, -1, _end(facts, made, block, None), False, made)  # noqa: FBT003
            if any(holder.unconditional for holder in holders(facts, site)):
                found.append(site)
    if len(found) == 1:
        return found[0], holders(facts, found[0])
    hidden = next(iter(facts.unnamed), None) or next(
        (made.statement for made in facts.made if made.kind == "app" and made.small >= 0), None
    )
    if hidden is not None:
        raise UnplacedError(
            "The application is not held in a variable of a function or of the module.", hidden
        )
    raise UnplacedError("The file makes no FastAPI application.")
