"""Whether tests hold a name to some values where it is used, by the branch that the use is in.

``if sort in COLUMNS`` holds what stands below it, ``if sort not in COLUMNS: raise`` what comes
after; ``if status != "all"`` leaves any text to what stands below it.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.handed_names import handed
from fastscaffold.audit.facts.texts.parts import holds_name, is_check
from fastscaffold.audit.facts.walking import stands_in
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import awaited, chain_of, constant_texts
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts.running.callers import Callers
    from fastscaffold.audit.modules import Function

# What tells whether a database has something of a name.
_LOOKS_UP = re.compile(r"(?i)(?:table|column|schema|view)_?exists|has_(?:table|column|schema)")
# What raises for a text that is no date, number or identifier.
_PARSERS = frozenset(
    {"Decimal", "ObjectId", "UUID", "float", "fromisoformat", "int", "ip_address", "strptime"}
)
_ENDS = (ast.Break, ast.Continue, ast.Raise, ast.Return)


def is_held(
    function: Function,
    name: str,
    use: ast.AST | None = None,
    key: str | None = None,
    apart: frozenset[str] = frozenset(),
) -> bool:
    """Whether a function compares a name with what it may be, or has it checked, before a use.

    Args:
        function: whose body is looked at.
        name: of a variable, or of an attribute.
        use: where the name is used; None where that is not known, and any test counts.
        key: of the entry of a mapping of that name that is used, where it is one.
        apart: attributes of it, of which a test says nothing of what is asked about.
    """
    above = parents(function)
    return any(
        _holds(test, above, name, use, is_equal=is_equal, is_call=is_call, says=says)
        for test, says, is_equal, is_call in _tests(function, name, apart)
        if key is None or _is_of_entry(test, name, key)
    ) or (
        use is not None
        and (
            any(_is_matched(each, name, use) for each in walk(function.node, ast.Match))
            or any(_refuses_items(each, name) for each in walk(function.node, ast.For))
        )
    )


def is_refused_by(callers: Callers, function: Function, name: str) -> bool:
    """Whether a function hands a name to a helper that raises for what it may not be."""
    statements = {id(awaited(each.value)) for each in walk(function.node, ast.Expr)}
    return any(
        helper is not function and is_held(helper, given, helper.node)
        for call in function.calls
        if id(call.node) in statements
        for helper, given in handed(callers, call, name)
    )


def is_given_anew(function: Function, name: str, use: ast.AST) -> bool:
    """Whether a name is sure to have been given something else before a use."""
    above = parents(function)
    below: ast.AST = use
    while id(below) in above:
        holder = above[id(below)]
        for body in _bodies(holder):
            if below in body:
                before = body[: body.index(below)] if isinstance(below, ast.stmt) else []
                if any(_gives(each, name) for each in before):
                    return True
        below = holder
    return False


@lru_cache(maxsize=64)
def parents(function: Function) -> dict[int, ast.AST]:
    """What each node of a function stands in, by the identity of the node."""
    return {id(below): node for node in walk(function.node) for below in children(node)}


def _tests(
    function: Function, name: str, apart: frozenset[str]
) -> Iterator[tuple[ast.expr, bool, bool, bool]]:
    """Tests of a name: whether they say what it is, by one value, and by a call."""
    for node in walk(function.node):
        match node:
            case ast.Compare(left=ast.Attribute(attr="scheme")):
                pass  # that says nothing of the rest of an address
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as sign]) if holds_name(
                left, name, apart
            ):
                yield node, isinstance(sign, ast.In), False, False
            case ast.Compare(
                left=left, ops=[ast.Eq() | ast.NotEq() as sign], comparators=[right]
            ) if holds_name(left, name, apart) and isinstance(right, ast.Constant) and right.value:
                yield node, isinstance(sign, ast.Eq), True, False
            case ast.Call(func=called) if is_check(called, node.args, name, apart) or (
                _LOOKS_UP.search(last_called(node))
                and any(holds_name(each, name, apart) for each in node.args)
            ):
                yield node, True, False, True
            case ast.Expr(value=ast.Call(args=[*_, ast.expr()] as given) as call) if last_called(
                call
            ) in _PARSERS and any(holds_name(one, name) for one in given):
                yield call, True, False, True
            case ast.BinOp(left=ast.Call(func=ast.Name(id="set")) as left, op=ast.Sub()) if (
                holds_name(left, name)
            ):
                yield node, True, False, True
            case ast.Call(
                func=ast.Name(id="all" | "any" as word),
                args=[ast.GeneratorExp(elt=ast.Compare(ops=[sign]), generators=[generator])],
            ) if holds_name(generator.iter, name) and isinstance(
                sign, ast.In if word == "all" else ast.NotIn
            ):
                yield node, word == "all", False, False
            case _:
                pass


def _is_of_entry(test: ast.expr, name: str, key: str) -> bool:
    """Whether a test is of one entry of a mapping, or of all that it holds."""
    tested = test.left if isinstance(test, ast.Compare) else test
    taken = [
        each
        for each in walk(tested)
        if isinstance(each, ast.Subscript | ast.Call) and holds_name(each, name)
    ]
    keys = {text for each in taken for text in constant_texts(each)}
    return key in keys or not keys


def _holds(
    test: ast.expr,
    above: dict[int, ast.AST],
    name: str,
    use: ast.AST | None,
    *,
    says: bool,
    is_equal: bool,
    is_call: bool,
) -> bool:
    if use is None:
        return True
    node: ast.AST = test
    while True:
        holder = above.get(id(node))
        match holder:
            case ast.UnaryOp(op=ast.Not()):
                says = not says
            case ast.BoolOp() | ast.NamedExpr():
                pass
            case ast.If() | ast.While() if node is holder.test:
                return _holds_branches(
                    holder.body, holder.orelse, name, use, says=says, is_call=is_call
                )
            case ast.IfExp() if node is holder.test:
                return stands_in([holder.body if says else holder.orelse], use)
            case ast.comprehension() | ast.Assert():
                return says
            case _:
                return not is_equal
        node = holder


def _holds_branches(
    body: list[ast.stmt],
    otherwise: list[ast.stmt],
    name: str,
    use: ast.AST,
    *,
    says: bool,
    is_call: bool,
) -> bool:
    held, free = (body, otherwise) if says else (otherwise, body)
    if stands_in(held, use):
        return True
    if stands_in(free, use):
        # What is called a check may say that something is wrong: whoever is left is right.
        return is_call and says and _settles(held, name)
    return is_call or _settles(free, name)


def _settles(body: Iterable[ast.stmt], name: str) -> bool:
    """Whether a branch is left, or gives a name another value."""
    return any(isinstance(each, _ENDS) or _names(each, name) for one in body for each in walk(one))


def _names(node: ast.AST, name: str) -> bool:
    """Whether a statement gives a name, or an attribute of that name, something."""
    match node:
        case ast.Assign(targets=targets):
            pass
        case ast.AnnAssign(target=target, value=ast.expr()):
            targets = [target]
        case _:
            return False
    return any(
        (isinstance(each, ast.Name) and each.id == name)
        or (isinstance(each, ast.Attribute) and each.attr == name)
        for target in targets
        for each in (target.elts if isinstance(target, ast.Tuple) else [target])
    )


def _gives(statement: ast.AST, name: str) -> bool:
    """Whether a statement gives a name something, whichever way it goes."""
    match statement:
        case ast.If():
            chain = chain_of(statement)
            ways = [*(each.body for each in chain), chain[-1].orelse]
        case ast.Try(body=body, handlers=handlers):
            ways = [body, *(each.body for each in handlers)]
        case ast.With(body=body) | ast.AsyncWith(body=body):
            ways = [body]
        case _:
            return _names(statement, name)
    given = [any(_gives(each, name) for each in way) for way in ways]
    left = [any(isinstance(each, _ENDS) for each in way) for way in ways]
    return any(given) and all(map(any, zip(given, left, strict=True)))


def _is_matched(statement: ast.Match, name: str, use: ast.AST) -> bool:
    """Whether a name is used where it is matched with values, or all others are refused."""
    if not holds_name(statement.subject, name):
        return False
    for case in statement.cases:
        is_open = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
        if stands_in(case.body, use):
            return not is_open
        if is_open and _settles(case.body, name):
            return True
    return False


def _refuses_items(loop: ast.For, name: str) -> bool:
    """Whether a loop goes through what a name holds, and raises for what is not among some."""
    return (
        isinstance(loop.target, ast.Name)
        and holds_name(loop.iter, name)
        and any(
            isinstance(each, ast.If)
            and any(isinstance(one, ast.Raise) for one in each.body)
            and any(
                isinstance(part, ast.Compare)
                and isinstance(part.ops[0], ast.NotIn)
                and holds_name(part.left, loop.target.id)
                for part in walk(each.test)
            )
            for each in walk(loop)
        )
    )


def _bodies(node: ast.AST) -> list[list[ast.AST]]:
    """The lists of statements that stand in a node."""
    names = ("body", "orelse", "finalbody", "handlers")
    found = [getattr(node, name, None) for name in names]
    return [[*each] for each in found if isinstance(each, list)]
