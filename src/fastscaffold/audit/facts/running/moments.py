"""Moments that are told as numbers, and numbers that are named after units of time."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.texts.interpolation import summed
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Function, called_name
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values

# What a moment is by itself, since such numbers count from the year 1970: more than 50 years.
SINCE_1970 = timedelta(days=50 * 365)
MAX_STEPS = 6
# Of the longest of their kind.
_MONTH = timedelta(days=31)
_YEAR = timedelta(days=366)
_TAKES_A_NUMBER = frozenset({"float", "int", "round"})
_RATE = re.compile(
    r"(?i)(second|minute|hour|day|week)s?_(in|per)_((an?|one)_)?(minute|hour|day|week|month|year)s?"
)
_UNIT = re.compile(r"(?i)(?:one_)?(second|minute|hour|day|week)s?")
_LENGTHS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def is_timestamp(node: ast.expr, scope: object, steps: int = MAX_STEPS) -> bool:
    """Whether a number of seconds is a moment: ``(now + delta).timestamp()``, not a distance."""
    match node:
        case ast.Call(func=ast.Attribute(attr="timestamp"), args=[] | [_]):
            return True
        case ast.Call(args=[]) if called_name(node) == "time.time":
            return True
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _TAKES_A_NUMBER:
            return is_timestamp(inner, scope, steps)
        case ast.BinOp(op=ast.Add()):
            return any(is_timestamp(each, scope, steps) for each in summed(node))
        case ast.Name(id=name) if isinstance(scope, Function) and steps:
            values = scope.assigned.get(name, ())
            return bool(values) and all(is_timestamp(each, scope, steps - 1) for each in values)
        case _:
            return False


def is_unit(node: ast.expr, value: object) -> bool:
    """Whether a number is how long a unit is, as ``SECONDS_PER_HOUR`` is, and ``DAYS = 86400``.

    Where ``DAYS`` is 3, it is how many there are.
    """
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            named = _UNIT.fullmatch(name)
            if named is None:
                return _RATE.fullmatch(name) is not None
            seconds = value.total_seconds() if isinstance(value, timedelta) else value
            return seconds == _LENGTHS[named[1].lower()]
        case _:
            return False


def calendar_end(made: ast.Call, scope: Scope, values: Values) -> timedelta | None:
    """How far the end of a month or a year may be, where a moment is made of numbers.

    ``datetime(year, month, 1)`` is the first of a month that is computed; None where the day is,
    too, where the year stands in the source, and where it may be any but this one and the next.
    """
    given = {each.arg: each.value for each in made.keywords}
    year, month, day = (
        made.args[place] if place < len(made.args) else given.get(name)
        for place, name in enumerate(("year", "month", "day"))
    )
    if year is None or not isinstance(day, ast.Constant):
        return None
    if values.fold(year, scope) is not UNKNOWN or not _is_near(year, scope):
        return None
    return _YEAR if isinstance(month, ast.Constant) else _MONTH


def _is_near(year: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> bool:
    """Whether a year is this one, or the next."""
    match year:
        case ast.Attribute(attr="year"):
            return True
        case ast.BinOp(left=ast.Attribute(attr="year"), op=ast.Add(), right=right):
            return _is_one(right)
        case ast.IfExp(body=body, orelse=orelse):
            return all(_is_near(each, scope, steps) for each in (body, orelse))
        case ast.Name(id=name) if isinstance(scope, Function) and steps:
            given = [*scope.assigned.get(name, ()), *_unpacked(scope, name)]
            return bool(given) and all(_is_near(each, scope, steps - 1) for each in given)
        case _:
            return False


def _unpacked(function: Function, name: str) -> Iterator[ast.expr]:
    """What a name is given together with others, or added to; that itself where it is much."""
    for node in own_nodes(function, ast.Assign, ast.AugAssign):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
                for place, target in enumerate(targets):
                    if isinstance(target, ast.Name) and target.id == name:
                        yield from _item(value, place)
            case ast.AugAssign(target=ast.Name(id=target), value=value) if target == name:
                if not _is_one(value):
                    yield value
            case _:
                pass


def _item(value: ast.expr, place: int) -> Iterator[ast.expr]:
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            yield from _item(body, place)
            yield from _item(orelse, place)
        case ast.Tuple(elts=items) if place < len(items):
            yield items[place]
        case _:
            yield value


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1
