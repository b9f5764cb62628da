"""Logins that are refused sooner where there is no such user."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.user_lookups import looks_up
from fastscaffold.audit.facts.passwords.checks import PasswordChecks
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import called_name
from fastscaffold.audit.nodes import mentions
from fastscaffold.audit.rules.base import Hit, Rule, hit
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_MISSING = re.compile(r"(?i)not_?found|does_?not_?exist|no_?result|not_?exist|missing|unknown")

_TOLD_BY = (ast.AnnAssign, ast.Assign, ast.BoolOp, ast.Call, ast.If, ast.Try)


def check(facts: Facts) -> Iterator[Hit]:
    """Functions that look somebody up and verify the password only of those who are there."""
    checks = PasswordChecks(facts)
    for module in facts.production:
        for function in module.functions.values():
            node = _early(checks, function)
            if node is not None:
                message = "No password is verified where there is no such user."
                yield hit(module, node, message, function.symbol)


def _early(checks: PasswordChecks, function: Function) -> ast.stmt | ast.expr | None:
    """What refuses an unknown user before a password is verified."""
    refusal: ast.stmt | ast.expr | None = None
    users: set[str] = set()
    for node in inside(function.node, *_TOLD_BY):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if _finds(value, users, function):
                users.add(name)
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Subscript(value=ast.Name(id=found))
            ) if found in users:
                # The first of those who were found.
                users.add(name)
            case ast.Try() if refusal is None and _is_missed(node, function):
                # Whoever is not there is an error, which refuses.
                refusal = node
            case ast.If() if refusal is None:
                users |= _named_in(node.test, users, function)
                if _refuses(checks, node, users, function):
                    refusal = node
                elif _only_of_users(checks, node, users, function):
                    return node
            case ast.BoolOp(op=ast.Or()) if _compares_hashes(node, users):
                return node
            case ast.Call() if checks.verifies(node, function):
                if not mentions(node, users):
                    # A password of nobody is verified beforehand.
                    return None
                return refusal or _short_cut(function, users, node)
            case _:
                pass
    return None


def _finds(value: ast.expr, users: set[str], function: Function) -> bool:
    """Whether it looks somebody up, or is what was found: ``result.scalar_one_or_none()``."""
    if looks_up(value, function):
        return True
    while isinstance(value, ast.Attribute | ast.Await | ast.Call):
        if isinstance(value, ast.Call):
            if value.args or value.keywords or not isinstance(value.func, ast.Attribute):
                return False
            value = value.func
        value = value.value
    return isinstance(value, ast.Name) and value.id in users


def _is_missed(node: ast.Try, function: Function) -> bool:
    """Whether it looks somebody up, and every way on without them ends."""
    if not any(
        isinstance(each, ast.Assign) and looks_up(each.value, function) for each in node.body
    ):
        return False
    kinds = [unparsed(each.type) for each in node.handlers if each.type is not None]
    ends = all(isinstance(each.body[-1], ast.Raise | ast.Return) for each in node.handlers)
    return ends and any(_MISSING.search(each) for each in kinds)


def _only_of_users(
    checks: PasswordChecks, node: ast.If, users: set[str], function: Function
) -> bool:
    """Whether it is ``if user:`` with the only verification in it."""
    if _present(node.test) not in users:
        return False
    inner = {id(each) for statement in node.body for each in walk(statement)}
    calls = [each for each in inside(function.node, ast.Call) if checks.verifies(each, function)]
    return bool(calls) and all(id(each) in inner and mentions(each, users) for each in calls)


def _compares_hashes(node: ast.BoolOp, users: set[str]) -> bool:
    """Whether it is ``user is None or make_hash(password) != user.password``."""
    name = _absent(node.values[0])
    return name in users and any(
        isinstance(each, ast.Compare)
        and any(isinstance(part, ast.Call) for part in (each.left, *each.comparators))
        and re.search(rf"\b{name}\.\w*(?i:passw|hash)", unparsed(each)) is not None
        for each in node.values[1:]
    )


def _present(node: ast.expr) -> str | None:
    """The name that is tested for being there."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]
        ):
            return name
        case _:
            return None


def _named_in(test: ast.expr, users: set[str], function: Function) -> set[str]:
    """Users that a condition looks up itself, by ``:=``."""
    return {
        each.target.id
        for each in walk(test)
        if isinstance(each, ast.NamedExpr) and _finds(each.value, users, function)
    }


def _refuses(checks: PasswordChecks, node: ast.If, users: set[str], function: Function) -> bool:
    """Whether it is ``if not user:`` and ends there, without verifying anything."""
    test = node.test
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        # What else refuses, such as an account that is locked; not what verifies in its turn.
        if any(checks.verifies(each, function) for each in walk(test, ast.Call)):
            return False
        test = test.values[0]
    if _absent(test) not in users or not node.body:
        return False
    last = node.body[-1]
    if not isinstance(last, ast.Return | ast.Raise):
        return False
    return not any(
        isinstance(each, ast.Call)
        and (
            checks.verifies(each, function)
            or re.search(r"(?i)dummy|fake|verify|hash|timing|decoy|sleep", called_name(each))
        )
        for statement in node.body
        for each in walk(statement)
    )


def _absent(node: ast.expr) -> str | None:
    """The name that is tested for being absent."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return name
        case ast.UnaryOp(op=ast.Not(), operand=ast.NamedExpr(target=ast.Name(id=name))):
            return name
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Is() | ast.Eq()],
            comparators=[ast.Constant(value=None)],
        ):
            return name
        case (
            ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call)
            | ast.Compare(
                left=ast.Call() as call, ops=[ast.Lt()], comparators=[ast.Constant(value=1)]
            )
            | ast.Compare(
                left=ast.Call() as call, ops=[ast.Eq()], comparators=[ast.Constant(value=0)]
            )
        ):
            return _counted(call)
        case _:
            return None


def _counted(call: ast.Call) -> str | None:
    """The name whose length is asked for."""
    match call:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return name
        case _:
            return None


def _short_cut(function: Function, users: set[str], call: ast.Call) -> ast.expr | None:
    """``not user or not verify(…)``, and ``user and verify(…)``."""
    for node in inside(function.node, ast.BoolOp):
        first = node.values[0]
        name = _absent(first) if isinstance(node.op, ast.Or) else getattr(first, "id", None)
        if name in users and any(each is call for each in walk(node)):
            return node
    return None


RULE = Rule(
    id="SEC026",
    name="login-timing",
    severity=Severity.P1,
    topic="security",
    seed="ASVS 6.3.8: valid users cannot be told from failed authentication, by time either",
    what="A function that looks a user up by what a client gave and verifies the password, but"
    " returns or raises before it where there is no such user. Users who are looked up by an"
    " identifier, as for changing a password, and code that verifies the hash of nobody first, are"
    " left alone.",
    why="Hashing takes a tenth of a second: whoever measures it learns who has an account.",
    bad={
        "app/auth.py": """import bcrypt


async def login(users, email: str, password: str):
    user = await users.find(email)
    if user is None:
        return None
    if not bcrypt.checkpw(password.encode(), user.password_hash):
        return None
    return user
"""
    },
    good={
        "app/auth.py": """import bcrypt

from app.decoy import DECOY


async def login(users, email: str, password: str):
    user = await users.find(email)
    stored = user.password_hash if user else DECOY
    same = bcrypt.checkpw(password.encode(), stored)
    return user if user and same else None
""",
        "app/decoy.py": "DECOY = b''\n",
    },
    fix="Verify the password against a fixed hash where there is no user, and refuse afterwards.",
    check=check,
    formerly=("X022",),
)
