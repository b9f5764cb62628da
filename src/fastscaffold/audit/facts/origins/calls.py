"""What calls and operators mean to the origin of a value."""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.values import OPERATORS
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastscaffold.audit.facts.origins.origin import Origin

MAX_PRODUCTS = 40

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
# What relativedelta knows beside the units of timedelta.
_DAYS = {"months": 30, "years": 365}
_DEVELOPMENT = re.compile(r"test|debug|develop|local|(?<![a-z])dev(?![a-z])")
NOW = frozenset(
    {
        "arrow.now",
        "arrow.utcnow",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "pendulum.now",
        "time.time",
    }
)
# How helpers are called that give it.
NAMES_NOW = re.compile(
    r"(get_)?(current_|utc_?)?now(_(aware|in_utc|local|naive|tz|utc|with_tz))?"
    r"|(get_)?current_(utc_)?(date_?)?time(_utc)?|tz_?now"
)
ENVIRONMENT = frozenset({"os.environ", "os.environb", "environ"})
# Methods whose result is what they are called on, as far as its origin goes.
RECEIVERS = frozenset(
    (
        *("astimezone", "copy", "decode", "dict", "encode", "get_secret_value", "hex", "isoformat"),
        *("lower", "lstrip", "model_dump", "removeprefix", "removesuffix", "replace", "rsplit"),
        *("private_bytes", "rstrip", "split", "splitlines", "strip"),
        *(
            "strftime",
            "timestamp",
            "timetuple",
            "total_seconds",
            "unicode_string",
            "upper",
            "utctimetuple",
        ),
    )
)
TAKES = frozenset(
    (
        *("capitalize", "casefold", "get", "getboolean", "getfloat", "getint", "getlist", "json"),
        *("pop", "receive_bytes", "receive_json", "receive_text", "title"),
    )
)
CONVERSIONS = frozenset(
    (
        *("AnyHttpUrl", "AnyUrl", "CommaSeparatedStrings", "HttpUrl", "OctKey"),
        *("Secret", "SecretBytes", "SecretStr"),
        *("a85encode", "b32encode", "b64decode", "b64encode", "b85encode", "encodebytes"),
        *("hexlify", "standard_b64encode", "unhexlify", "urlsafe_b64decode", "urlsafe_b64encode"),
        *("bytes", "cast", "deepcopy", "dict", "filter", "float", "from_iterable", "fromkeys"),
        *("fromhex", "get_int_from_datetime", "load_pem_private_key", "load_pem_public_key"),
        *("frozenset", "import_key", "int", "list", "literal_eval", "loads", "map", "max", "min"),
        *("parse_obj_as", "reversed", "round", "set", "sorted", "str", "timegm", "tuple"),
        *("validate_json", "validate_python"),
    )
)
# Whose first argument it is; what follows says how.
FIRST = CONVERSIONS & {
    *("a85encode", "b32encode", "b64decode", "b64encode", "b85encode", "encodebytes", "hexlify"),
    *("fromhex", "import_key", "load_pem_private_key", "load_pem_public_key"),
    *("fromkeys", "int", "loads", "round", "sorted", "standard_b64encode", "unhexlify"),
    *("urlsafe_b64decode", "urlsafe_b64encode", "validate_json", "validate_python"),
}
_READERS = frozenset(
    {
        *("os.getenv", "os.getenvb", "os.environ.get", "os.environb.get", "environ.get"),
        *("os.environ.setdefault", "decouple.config", "starlette.config.environ.get"),
    }
)
# Of which the names of readers are made.
_ASKING = frozenset({"fetch", "get", "load", "read", "require"})
_ASKED = frozenset({"config", "env", "environ", "secret", "setting", "settings", "variable"})
_READING = frozenset({"AutoConfig", "Config", "Env", "Environ", "FileAwareEnv"})
# What takes texts apart whose second argument is the text.
TEXT_IS_SECOND = frozenset({"re.findall", "re.split", "regex.split"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A call that reads the environment: the name, and what holds without it."""

    name: ast.expr | None
    default: ast.expr | None


def reads_environment(node: ast.Call, name: str, kind: str | None) -> Reading | None:
    """Whether a call reads a variable of the environment, and its default."""
    given = {each.arg: each.value for each in node.keywords}
    owner, _, _ = name.rpartition(".")
    maker = (kind or "").rpartition(".")[2]
    makers = {maker, owner.rpartition(".")[2], "Env" if owner == "environs.env" else ""}
    if name not in _READERS and not makers & _READING:
        return None
    default = given.get("default")
    # The second argument of starlette's is a cast.
    place = 2 if maker == "Config" and not (kind or "").startswith("decouple") else 1
    if default is None and len(node.args) > place:
        default = node.args[place]
    return Reading(node.args[0] if node.args else None, default)


def reads_by_name(node: ast.Call, name: str) -> Reading | None:
    """What a function that cannot be seen is asked for, where its name says that it reads."""
    match node:
        case ast.Call(func=ast.Name(), args=[ast.Constant(value=str()) as asked, *rest]):
            parts = name.rpartition(".")[2].lower().split("_")
            is_reader = parts[0] in _ASKING and parts[-1] in _ASKED
            return Reading(asked, rest[0] if rest else None) if is_reader else None
        case _:
            return None


def operated(
    left: list[Origin], sign: ast.operator, right: list[Origin], otherwise: Origin
) -> list[Origin]:
    """What an operator makes of two sides, each of which may have several origins."""
    if not left or not right:
        return []  # one of them is never there, such as a default of None
    found: list[Origin] = []
    for one in left:
        for other in right:
            if len(found) < MAX_PRODUCTS:
                found += _combined(one, sign, other, otherwise)
    return found or [otherwise]


def in_unit(origin: Origin, unit: str) -> Origin:
    """A number as a duration."""
    if origin.kind != "constant":
        return origin
    value = number(origin.value)
    if value is None:
        return replace(origin, kind="unknown")
    days = _DAYS.get(unit)
    try:
        length = timedelta(**{unit: value}) if days is None else timedelta(days=days * value)
        return replace(origin, value=length)
    except (OverflowError, TypeError, ValueError):
        return replace(origin, kind="unknown")


def number(value: object) -> int | float | None:
    """A value as the number that it is, or that it reads as: what the environment says is text.

    Where a helper that reads settings gives what is written as ``true``, no number is meant.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return value if isinstance(value, int | float) else None


def returned(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    decide: Callable[[ast.expr], bool | None] | None = None,
) -> Iterator[ast.expr]:
    """What a function returns, but for what it does in development or in tests only.

    Args:
        node: the function.
        decide: how a condition in it turns out; None where that is open.
    """
    waiting: list[ast.AST] = list(reversed(node.body))
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(each, ast.Return):
            if each.value is not None:
                yield each.value
            continue
        if isinstance(each, ast.If):
            way = None if decide is None else decide(each.test)
            if way is False or (way is None and is_development(each.test)):
                waiting += reversed(each.orelse)
                continue
            if way:
                waiting += reversed(each.body)
                continue
        waiting += reversed(list(ast.iter_child_nodes(each)))


def yielded(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    """What a generator gives, piece by piece."""
    for each in inside(node):
        if isinstance(each, ast.Yield | ast.YieldFrom) and each.value is not None:
            yield each.value


def is_development(test: ast.expr) -> bool:
    """Whether a condition holds in development or in tests only."""
    text = " ".join(
        each.id if isinstance(each, ast.Name) else each.attr
        for each in walk(test)
        if isinstance(each, ast.Name | ast.Attribute)
    ).lower()
    text += " ".join(
        f" {each.value}"
        for each in walk(test)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ).lower()
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    unequal = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq | ast.NotIn)
    about_production = "prod" in text
    about_development = _DEVELOPMENT.search(text) is not None
    return about_production if negated or unequal else about_development and not about_production


def _combined(one: Origin, sign: ast.operator, other: Origin, otherwise: Origin) -> list[Origin]:
    for side in (one, other):
        if side.kind not in {"constant", "now", "until"}:
            return [side]
    named = max(one, other, key=lambda each: (each.kind == "constant", len(each.trail)))
    kinds = {one.kind, other.kind}
    if kinds <= {"now", "until"}:
        return [otherwise]
    if kinds & {"now", "until"}:
        moment, distance = (one, other) if other.kind == "constant" else (other, one)
        value = _duration(distance.value)
        if value is None or not isinstance(sign, ast.Add):
            return [otherwise]
        before = moment.value if isinstance(moment.value, timedelta) else timedelta()
        try:
            return [replace(named, kind="until", value=before + value)]
        except OverflowError:
            return [otherwise]
    left, right = (
        each.value if isinstance(each.value, timedelta) else number(each.value)
        for each in (one, other)
    )
    if left is None or right is None or (_is_text(one) and _is_text(other)):
        return [one, other]
    name = OPERATORS.get(type(sign))
    if name is None:
        return [otherwise]
    try:
        result: object = getattr(operator, name)(left, cast("object", right))
    except (ArithmeticError, TypeError):
        return [otherwise]
    return [replace(named, value=result)]


def _duration(value: object) -> timedelta | None:
    if isinstance(value, timedelta):
        return value
    seconds = number(value)
    if seconds is None:
        return None
    try:
        return timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


def _is_text(origin: Origin) -> bool:
    return isinstance(origin.value, str)
