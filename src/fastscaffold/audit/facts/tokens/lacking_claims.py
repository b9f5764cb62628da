"""What a function does with a token that lacks a claim it reads."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.facts.routing.catching import catches
from fastscaffold.audit.facts.running.certain_reads import LACKS, always_read, ends
from fastscaffold.audit.facts.walking import nodes_of, stands_in
from fastscaffold.audit.nodes import constant_text, mentions
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Function

# ``raised``: with a ``KeyError`` that nothing in the function catches.
Lacking: TypeAlias = Literal["accepted", "raised", "refused", "unread"]

_REFUSES = re.compile(
    r"(?i)denied|err(or)?\b|exception|fail|forbidden|invalid|redirect|refus|reject|response"
    r"|unauthori[sz]ed"
)


def becomes(facts: Facts, call: Call, claim: str) -> Lacking:
    """The worst that becomes of a token; one without an end is accepted unless that is read."""
    found = lacking(facts, call.function, claim)
    if claim != "exp" or found == "accepted":
        return found
    if found != "unread" and (always_read(facts, call, claim) or _is_refused_later(call, claim)):
        return found
    return "accepted"


def _is_refused_later(call: Call, claim: str) -> bool:
    """Whether a function ends, whatever came before, where what it made of the claim is none."""
    function = call.function
    if function is None:
        return False
    names = _names(function, claim)
    return any(
        isinstance(each, ast.If) and _refuses(each, names, claim) for each in function.node.body
    )


def lacking(facts: Facts, function: Function | None, claim: str) -> Lacking:
    """The worst that becomes of it."""
    if function is None:
        return "unread"
    constants = [each for each in walk(function.node, ast.Constant) if each.value == claim]
    if not constants:
        return "unread"
    subscripts = {
        id(each.slice): each
        for each in walk(function.node, ast.Subscript)
        if isinstance(each.ctx, ast.Load)
    }
    others = [each for each in constants if id(each) not in subscripts]
    names = _names(function, claim)
    if others and not _is_refused(function, claim, names):
        return "accepted"
    taken = [subscripts[id(each)] for each in constants if id(each) in subscripts]
    clauses = [_catching(facts, function, each) for each in taken]
    for each in clauses:
        if each is not None and (
            _has_another(each.body, names)
            or (not ends(each.body) and _is_set_before(function, claim))
        ):
            return "accepted"
    if all(clauses):
        return "refused"
    # What is asked for first may be there.
    return "refused" if others else "raised"


def _is_refused(function: Function, claim: str, names: set[str]) -> bool:
    """Whether the function ends where the claim, or what is looked up by it, is not there."""
    return any(_refuses(each, names, claim) for each in walk(function.node, ast.If))


def _refuses(branch: ast.If, names: set[str], claim: str) -> bool:
    return (
        _is_absent(branch.test, names, claim)
        and ends(branch.body)
        and not _has_another(branch.body[-1:], names)
    )


def _has_another(body: Iterable[ast.stmt], names: set[str]) -> bool:
    """Whether something else is returned, or given to one of some names, in place of the claim."""
    for each in nodes_of(body):
        match each:
            case ast.Return(value=ast.expr() as value):
                if _stands_in(value):
                    return True
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                if name in names and _stands_in(value):
                    return True
            case _:
                pass
    return False


def _stands_in(value: ast.expr) -> bool:
    """Whether a value may be taken for that of a claim: it does not say that there is none."""
    match value:
        case ast.Subscript() | ast.Call(func=ast.Attribute(attr="get")):
            # Another claim.
            return False
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return False
        case _:
            says_no = any(not each.value for each in walk(value, ast.Constant))
            return not says_no and _REFUSES.search(unparsed(value)) is None


def _is_set_before(function: Function, claim: str) -> bool:
    """Whether a name that is to hold the claim has a text until then: ``user = "anonymous"``."""
    return any(
        bool(constant_text(value))
        for values in function.assigned.values()
        if any(_is_taken(claim, each) for each in values)
        for value in values
    )


def _is_taken(claim: str, value: ast.expr) -> bool:
    match value:
        case ast.Subscript(slice=key):
            return constant_text(key) == claim
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return _is_taken(claim, inner)
        case _:
            return False


def _names(function: Function, claim: str) -> set[str]:
    """The names that hold the claim, or what is made of it."""
    names: set[str] = set()
    for _ in range(2):
        for name, values in function.assigned.items():
            for value in values:
                reads = any(
                    _reads(claim, each) or (isinstance(each, ast.expr) and _is_taken(claim, each))
                    for each in walk(value)
                )
                if reads or mentions(value, names):
                    names.add(name)
    return names


def _reads(claim: str, node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[key, *_]):
            return constant_text(key) == claim
        case _:
            return False


def _is_absent(test: ast.expr, names: set[str], claim: str) -> bool:
    """Whether a condition holds where one of some names is not there."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_is_absent(each, names, claim) for each in values)
        case ast.UnaryOp(op=ast.Not(), operand=held):
            pass
        case ast.Compare(left=held, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(None)]):
            pass
        case ast.Compare(left=left, ops=[ast.NotIn()]):
            return constant_text(left) == claim
        case _:
            return False
    match held:
        case ast.Name(id=name):
            return name in names
        case ast.NamedExpr(target=ast.Name(id=name)):
            return name in names
        case _:
            return any(_reads(claim, each) for each in walk(held))


def _catching(facts: Facts, function: Function, node: ast.AST) -> ast.ExceptHandler | None:
    """The clause that catches a ``KeyError`` there, the innermost of several."""
    for each in reversed(list(walk(function.node, ast.Try))):
        if stands_in(each.body, node):
            for clause in each.handlers:
                if catches(facts, clause, function, LACKS):
                    return clause
    return None
