"""What the health check and the security checklist ask for, by the names that reports give it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from importlib import import_module

from fastscaffold.audit import checkpoints, signals
from fastscaffold.audit.reports.words import title
from fastscaffold.audit.rules import Rule, all_rules, rule

EVERY = "all"
# Where one of them is broken, the verdict is mostly not met, or met in part.
RULES = {
    "type_safety": ("ARCH004", "PYD001", "SEC008"),
    "error_handling": ("ERR001", "ERR002", "ERR003"),
    "auth": ("SEC012", "SEC013", "SEC024"),
    "testing": ("TEST006", "TEST009"),
    "database": ("DB001", "DB002"),
    "observability": ("OBS001", "OBS002"),
    "deployment": ("OPS001", "OPS002"),
    "documentation": ("API003",),
    "jwt_secret": ("CONF001", "CONF002", "SEC001"),
    "token_expiry": ("SEC002",),
    "password_hash": ("SEC003",),
    "cors": ("SEC004", "SEC015"),
    "rate_limit_auth": ("SEC005",),
    "https": ("SEC006",),
    "security_headers": ("SEC007",),
    "input_validation": ("ARCH004", "SEC008"),
    "sql_injection": ("SEC009",),
    "dep_scanning": ("SEC010",),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A signal of the health check, or a point of the security checklist.

    Attributes:
        name: as JSON has it, such as ``rate_limit_auth``.
        title: as people write it.
        of: ``health check`` or ``security checklist``.
        what: what it asks for, a sentence.
        verdict: when it is met, in part, and not; sentences.
        rules: those that are about the same, by identifier.
    """

    name: str
    title: str
    of: str
    what: str
    verdict: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What can be explained under a name.

    Attributes:
        rules: those of the topic, and those that are about the point.
        point: the point of that name.
        topic: the topic of that name; ``testing`` is both.
    """

    rules: tuple[Rule, ...]
    point: Point | None = None
    topic: str = ""


def points() -> tuple[Point, ...]:
    """All of them, as reports list them."""
    of_health = [(name, signals.__name__, "health check") for name in signals.SIGNALS]
    package = checkpoints.__name__
    of_security = [(name, package, "security checklist") for name in checkpoints.CHECKPOINTS]
    return tuple(_point(*each) for each in (*of_health, *of_security))


def point(name: str) -> Point | None:
    """A point by its name or its title, however that is written; None where there is none."""
    wanted = _plain(name)
    found = (each for each in points() if wanted in {_plain(each.name), _plain(each.title)})
    return next(found, None)


def named(name: str) -> Named | None:
    """A rule, a point, a topic, a point and a topic, or ``all`` rules; None where there is none."""
    if name == EVERY:
        return Named(all_rules())
    found = rule(name)
    if found is not None:
        return Named((found,))
    about = point(name)
    topic = next((each.topic for each in all_rules() if each.topic == name.lower()), "")
    if about is None and not topic:
        return None
    of_point = () if about is None else about.rules
    rules = tuple(each for each in all_rules() if each.topic == topic or each in of_point)
    return Named(rules, about, topic)


def _point(name: str, package: str, of: str) -> Point:
    module = import_module(f"{package}.{name}")
    # Who judges says when: what is explained is what is done.
    what, verdict = inspect.getdoc(module) or "", inspect.getdoc(module.judge) or ""
    rules = tuple(each for each in all_rules() if each.id in RULES[name])
    return Point(name, title(name), of, _sentences(what), _sentences(verdict), rules)


def _sentences(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.lower()).strip()
