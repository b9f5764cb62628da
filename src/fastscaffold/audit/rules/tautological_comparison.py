"""Conditions that are always true because something is compared with itself."""

from __future__ import annotations

import ast
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.audit.facts.running.settled_conditions import settled
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.rules.base import Hit, Rule, hit, hit_call
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Module

_CONDITIONS = frozenset(
    {"and_", "filter", "having", "join", "not_", "or_", "outerjoin", "where", "Q", "find"}
)
_DIGESTS = frozenset({"hmac.compare_digest", "secrets.compare_digest"})
# Outside of queries a number is compared with itself to see whether it is one.
_SECRET = re.compile(
    r"(?i)passw|passphrase|secret|token|hash|digest|signature|api_?key|\brole|otp|pin$|_id$"
)

_ACCESS = re.compile(
    r"(?i)access|admin|allow|auth|credential|logged|owner|passw|permi|role|secret|staff|superuser"
    r"|token|verif"
)
_REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED})


def check(facts: Facts) -> Iterator[Hit]:
    """Comparisons of one name with itself."""
    for module in facts.production:
        queried = _queried(facts, module)
        for scope, symbol in _scopes(module):
            for node in inside(scope, ast.Compare):
                name = _itself(node)
                if name is None:
                    continue
                if id(node) in queried or _SECRET.search(name):
                    message = f"`{name}` is compared with itself, which is always true."
                    yield hit(module, node, message, symbol)
    for call in facts.calls(*_DIGESTS):
        if call.node.args[1:] and len({ast.dump(each) for each in call.node.args}) == 1:
            yield hit_call(call, "A digest is compared with itself, which is always true.")
    yield from _of_access(facts)


def _of_access(facts: Facts) -> Iterator[Hit]:
    """Conditions of who may do something that say nothing of who asks."""
    for module in facts.production:
        for function in module.functions.values():
            for node, why in settled(facts, function):
                text = unparsed(node)
                if _ACCESS.search(f"{function.qualname} {text}") or _refuses(facts, function):
                    yield hit(module, node, f"`{text}` {why}.", function.symbol)


def _refuses(facts: Facts, function: Function) -> bool:
    return bool(refusals(facts, [function], inside=[function]) & _REFUSALS)


def _scopes(module: Module) -> Iterator[tuple[ast.AST, str]]:
    yield module.tree, module.name
    for function in module.functions.values():
        yield function.node, function.symbol
    for defined in module.classes.values():
        yield defined.node, defined.symbol


def _queried(facts: Facts, module: Module) -> set[int]:
    """The comparisons that stand among the conditions of queries."""
    found: set[int] = set()
    for call in module.calls:
        last = facts.index.origin(call).rpartition(".")[2]
        if last in _CONDITIONS:
            for argument in arguments_of(call.node):
                found |= {id(node) for node in walk(argument, ast.Compare)}
    return found


def _itself(node: ast.Compare) -> str | None:
    """The name that is compared with itself."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.Is | ast.GtE | ast.LtE):
        return None
    left, right = dotted(node.left), dotted(node.comparators[0])
    return left if left is not None and left == right else None


RULE = Rule(
    id="SEC011",
    name="tautological-comparison",
    severity=Severity.P0,
    topic="security",
    seed="CWE-571: expression is always true",
    what="A name that is compared with itself, in the conditions of a query or where it names a"
    " secret, a role or an identifier; also `compare_digest` of one value with itself. Tests of a"
    " number for being one (`x == x` outside of queries) are left alone. Where access is decided,"
    " also a coroutine that is not awaited or a function that is not called in a condition,"
    ' `role == "a" or "b"`, `role in ("a" or "b")` and `role != "a" or role != "b"`.',
    why="A condition such as `password == password` holds for everybody: any password logs in.",
    bad={
        "app/users.py": """from sqlalchemy import and_, select

from app.models import User


async def find(session, email: str, password: str):
    return await session.scalar(
        select(User).where(and_(User.email == email, password == password))
    )
""",
        "app/models.py": "class User:\n    email = password = None\n",
    },
    good={
        "app/users.py": """from sqlalchemy import select

from app.models import User


async def find(session, email: str, user_id: int):
    return await session.scalar(select(User).where(User.email == email, User.id == user_id))
""",
        "app/models.py": "class User:\n    email = id = None\n",
    },
    fix="Compare with the column or the stored value that is meant.",
    check=check,
    formerly=("X001",),
)
