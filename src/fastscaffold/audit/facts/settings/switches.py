"""What settings switch off as long as nobody changes their defaults."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.facts.settings.documents import as_list
from fastscaffold.audit.facts.settings.given_anew import is_given_anew
from fastscaffold.audit.facts.walking import stands_within
from fastscaffold.audit.modules import Function
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

# Names that hold what other names do, or that are given to themselves.
MAX_STEPS = 3
_CASES = frozenset({"casefold", "lower", "strip", "upper"})
ON = frozenset({"1", "on", "t", "true", "y", "yes"})
OFF = frozenset({"0", "f", "false", "n", "no", "off"})
# What is no switch: whoever deploys has to say it, and it is asked whether that was done.
_OF_VALUES = re.compile(
    r"(?i)addr|credential|dsn|file|host|(?<![a-z])id(?![a-z])|key|list|name|origin|pass|path|port"
    r"|secret|token|ur[il]|user"
)
_TAKES = frozenset({"as_bool", "get", "get_bool", "getboolean"})
_READERS = frozenset({"environ.get", "os.environ.get", "os.getenv"})
# What says where an application runs, which a platform sets; and whether that is in production.
_OF_PLATFORMS = re.compile(
    r"(?i)^(AWS|AZURE|DYNO|FLY|GAE|HEROKU|K_SERVICE|KUBERNETES|RAILWAY|RENDER|VERCEL|WEBSITE)|ENV|PROD"
)


def is_switched_off(
    facts: Facts,
    call: Call,
    steps: int = MAX_STEPS,
    decide: Callable[[Facts, ast.expr, Scope], bool | None] | None = None,
) -> bool:
    """Whether a call, or each of its function, stands in a branch that is not taken as shipped.

    Args:
        facts: of the project.
        call: somewhere in it.
        steps: how many callers are looked at, one behind another.
        decide: how a condition turns out; by default as the defaults of its switches have it.
    """
    scope: Scope = call.function or call.module

    def branches(test: ast.expr) -> tuple[bool, bool]:
        decided = (decide or flag)(facts, test, scope)
        return decided is False, decided is True

    if stands_within(call, branches):
        return True
    callers = [] if call.function is None else facts.callers.of(call.function)
    return bool(callers and steps) and all(
        is_switched_off(facts, each, steps - 1, decide) for each in callers
    )


def passes_by(facts: Facts, function: Function) -> bool:
    """Whether a function returns before it does anything, as shipped."""
    return any(
        isinstance(statement, ast.If)
        and any(isinstance(each, ast.Return) for each in statement.body)
        and flag(facts, statement.test, function) is True
        for statement in function.node.body
    )


def flag(facts: Facts, test: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> bool | None:
    """How a switch is set by default; None for what is no switch, or is not decided.

    Comparisons with the name of an environment are none: what runs in production is shipped, too.
    """
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.BoolOp():
            return connected(test, lambda part: flag(facts, part, scope, steps))
        case ast.Compare(left=left, ops=[ast.Eq() | ast.In() | ast.Is()], comparators=[right]):
            return _compared(facts, left, right, scope)
        case ast.Compare(left=left, ops=[ast.NotEq() | ast.NotIn()], comparators=[right]):
            same = _compared(facts, left, right, scope)
            return None if same is None else not same
        case _:
            found = facts.values.fold(test, scope)
            if found is UNKNOWN:
                is_off = _is_unset(facts, test, scope, but=_OF_VALUES)
                return False if is_off else _held(facts, test, scope, steps)
            if not isinstance(found, bool) or is_given_anew(facts, test, scope, found):
                return None
            return found


def _held(facts: Facts, node: ast.expr, scope: Scope, steps: int) -> bool | None:
    """A switch that a name or a setting holds, such as ``getenv("X", "false") == "true"``."""
    if isinstance(node, ast.Call | ast.Subscript):
        return _configured(facts, node, scope)
    if not isinstance(node, ast.Name | ast.Attribute) or steps == 0:
        return None
    values = facts.index.values_of(facts.index.symbol(node, scope))
    if isinstance(node, ast.Attribute):
        kind = facts.index.kind(node.value, scope)
        values = values or facts.index.values_of(f"{kind}.{node.attr}")
    elif isinstance(scope, Function) and node.id in scope.assigned:
        values = [(each, scope) for each in scope.assigned[node.id]]
    kinds = ast.BoolOp | ast.Call | ast.Compare | ast.UnaryOp
    if len(values) == 1 and isinstance(values[0][0], kinds):
        return flag(facts, *values[0], steps - 1)
    return None


def _configured(facts: Facts, node: ast.Call | ast.Subscript, scope: Scope) -> bool | None:
    """How a file of configuration that the code loads has a switch."""
    match node:
        case ast.Subscript(slice=ast.Constant(value=str())):
            pass
        case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=str()), *_]) if (
            name in _TAKES
        ):
            pass
        case _:
            return None
    known = [str(each.value).lower() for each in facts.origins.of(node, scope)]
    if len(known) != 1:
        return None
    return True if known[0] in ON else False if known[0] in OFF else None


def _is_unset(
    facts: Facts, node: ast.expr, scope: Scope, but: re.Pattern[str] | None = None
) -> bool:
    """Whether it reads a switch of the environment that nothing shipped sets, and gives None."""
    match node:
        case ast.Call(args=[ast.Constant(value=str() as name)], keywords=[]):
            if _OF_PLATFORMS.search(name) or (but is not None and but.search(name)):
                return False
            if facts.index.called(node.func, scope) not in _READERS:
                return False
            return all(each.kind == "environment" for each in facts.origins.of(node, scope))
        case _:
            return False


def _compared(facts: Facts, left: ast.expr, right: ast.expr, scope: Scope) -> bool | None:
    wanted = facts.values.fold(right, scope)
    known = {str(each).lower() for each in as_list(wanted) or [wanted]}
    if not ("true" in known or known <= ON or known <= OFF):
        return None
    while isinstance(left, ast.Call) and isinstance(left.func, ast.Attribute):
        if left.func.attr not in _CASES:
            break
        left = left.func.value
    given = facts.values.fold(left, scope)
    if given is UNKNOWN:
        given = "" if _is_unset(facts, left, scope) else _default(facts, left, scope)
    if given is UNKNOWN:
        return None
    return str(given).lower() in known


def _default(facts: Facts, node: ast.expr, scope: Scope) -> object:
    """What a function of the project that reads the environment falls back on."""
    origins = facts.origins.of(node, scope)
    known = {each.value for each in origins if each.kind == "constant"}
    others = [each for each in origins if each.kind not in {"constant", "environment"}]
    return known.pop() if len(known) == 1 and not others and len(origins) > 1 else UNKNOWN
