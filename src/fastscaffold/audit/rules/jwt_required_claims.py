"""Tokens that may lack what makes them end, or what says what they are for."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts.origins.followed import entries, given, texts
from fastscaffold.audit.facts.tokens.issued_claims import issued_claims
from fastscaffold.audit.facts.tokens.jwt_calls import JOSE, PYJWT, encodings
from fastscaffold.audit.facts.tokens.jwt_refusals import is_refused_alike
from fastscaffold.audit.facts.tokens.lacking_claims import becomes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.roles import Role
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Scope

# Of the options among the arguments of `decode`.
_OPTIONS_PLACE = 3
_KINDS = frozenset(
    {"kind", "purpose", "scope", "scopes", "token_kind", "token_type", "token_use", "typ", "type"}
    | {"use"}
)
_NAMED = re.compile(r"(?i)\b(refresh|access)(_token)?$")
_REFRESH = re.compile(r"(?i)refresh")


def check(facts: Facts) -> Iterator[Hit]:
    """Decoding that does not require claims, or does not tell kinds of tokens apart."""
    confused = _issues_refresh_tokens(facts) and not _tells_kinds_apart(facts)
    for call in facts.calls(*PYJWT, *JOSE):
        required = _required(facts, call)
        if required is None or _is_of_another_issuer(facts, call):
            continue
        missing = _missing(facts, call, required)
        if missing:
            raised = all(becomes(facts, call, name) == "raised" for name in missing)
            severity = Severity.P2 if raised else None
            yield hit_call(call, _message(facts, call, missing), severity)
        elif confused:
            yield hit_call(call, "A refresh token is accepted where an access token is meant.")


def _missing(facts: Facts, call: Call, required: set[str]) -> list[str]:
    """The claims that a token ought to have, need not, and is not refused without by hand."""
    return [
        name
        for name in ("exp", "sub")
        if name not in required and becomes(facts, call, name) in {"accepted", "raised"}
    ]


def _message(facts: Facts, call: Call, missing: list[str]) -> str:
    accepted = [name for name in missing if becomes(facts, call, name) == "accepted"]
    raised = [name for name in missing if name not in accepted]
    if not raised:
        return f"Tokens without {' or '.join(accepted)} are accepted."
    if not accepted:
        return f"Tokens without {' or '.join(raised)} raise a KeyError."
    rest = f"and those without {raised[0]} raise a KeyError."
    return f"Tokens without {accepted[0]} are accepted, {rest}"


def _required(facts: Facts, call: Call) -> set[str] | None:
    """The claims that a token has to have; None where that is not decided, or nothing is."""
    arguments, complete = given(facts, call)
    options = arguments.get("options")
    if options is None:
        # What hides may be the options.
        return set() if complete else None
    found = entries(facts, *options)
    if found is None:
        return None
    if any(_is_off(facts, found.get(name)) for name in ("verify_signature", "verify_exp")):
        # Another rule is about these.
        return None
    names = {
        name.removeprefix("require_")
        for name, value in found.items()
        if name.startswith("require_") and facts.values.fold(*value) is True
    }
    if "require" in found:
        listed = _listed(facts, *found["require"])
        return None if listed is None else names | listed
    return names


def _is_off(facts: Facts, value: Placed | None) -> bool:
    return value is not None and facts.values.fold(*value) is False


def _listed(facts: Facts, node: ast.expr, scope: Scope) -> set[str] | None:
    if (
        isinstance(node, ast.Call)
        and dotted(node.func) in {"list", "sorted", "tuple"}
        and node.args
    ):
        node = node.args[0]
    if isinstance(node, ast.List | ast.Tuple) and any(
        isinstance(each, ast.Starred) for each in node.elts
    ):
        parts = [
            _listed(facts, each.value, scope)
            if isinstance(each, ast.Starred)
            else _listed(facts, ast.List([each], ast.Load()), scope)
            for each in node.elts
        ]
        known = [part for part in parts if part is not None]
        return {name for part in known for name in part} if len(known) == len(parts) else None
    found = texts(facts, node, scope)
    return None if found is None else set(found)


def _is_of_another_issuer(facts: Facts, call: Call) -> bool:
    """Whether it is signed by somebody else, whose key is public: such tokens always end."""
    arguments, _ = given(facts, call)
    if not {"audience", "issuer"} <= arguments.keys():
        return False
    node, scope = arguments.get("algorithms", (call.argument("algorithms", 2), call.scope))
    names = texts(facts, node, scope) or []
    return bool(names) and not any(name.startswith("HS") for name in names)


def _issues_refresh_tokens(facts: Facts) -> bool:
    """Whether a function that makes tokens is for those that refresh."""
    makers = {call.function for call in encodings(facts) if call.function is not None}
    if any(_REFRESH.search(function.name) for function in makers):
        return True
    for function in makers:
        for call in facts.calls(function.symbol):
            holder = call.function
            if holder is not None and re.search(
                r"(?i)(create|make|issue|new)\w*refresh", holder.name
            ):
                return True
    return False


def _tells_kinds_apart(facts: Facts) -> bool:
    for module in facts.production:
        for node in walk(module.tree):
            match node:
                case ast.Subscript(slice=ast.Constant(value=str() as key), ctx=ast.Load()):
                    if key in _KINDS:
                        return True
                case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(), *_]):
                    wanted = node.args[0]
                    if isinstance(wanted, ast.Constant) and wanted.value in _KINDS:
                        return True
                case ast.Compare():
                    if any(_names_a_kind(each) for each in (node.left, *node.comparators)):
                        return True
                case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal")):
                    if any(_names_a_kind(each) for each in walk(node.slice)):
                        return True
                case _:
                    pass
    return any(_has_its_own_key(call) for call in facts.calls(*PYJWT, *JOSE))


def _has_its_own_key(call: Call) -> bool:
    given_key = call.argument("key", 1)
    if given_key is None:
        return False
    return any(
        _REFRESH.search(dotted(node) or "")
        for node in walk(given_key)
        if isinstance(node, ast.Name | ast.Attribute)
    )


def _names_a_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _NAMED.search(node.value) is not None
    return _NAMED.search(dotted(node) or "") is not None and isinstance(node, ast.Attribute)


def cure(facts: Facts, found: Hit) -> Remedy:
    """Require what every token of the project has, so that none of them is refused."""
    call = next(each for each in facts.calls(*PYJWT, *JOSE) if each.node is found.node)
    missing = _missing(facts, call, _required(facts, call) or set())
    if not missing:
        raise UncertainError("How its tokens are told apart is for the project to decide.")
    _refuse_lacking(facts, missing)
    if not is_refused_alike(facts, call):
        raise UncertainError("Only other errors of tokens are caught where it is decoded.")
    is_jose = facts.index.origin(call) in JOSE
    if not is_jose and not _is_second_pyjwt(facts):
        raise UncertainError("Before its second version PyJWT knows no list of required claims.")
    options = call.argument("options")
    by_place = call.argument("options", _OPTIONS_PLACE) is not None and options is None
    if by_place or (options is not None and not isinstance(options, ast.Dict)):
        raise UncertainError("The options are made elsewhere.")
    if isinstance(options, ast.Dict) and _states(options, "require"):
        raise UncertainError("The options require something already.")
    added = (
        {f"require_{name}": "True" for name in missing}
        if is_jose
        else {"require": f"[{', '.join(map(_quoted, missing))}]"}
    )
    path = call.module.path
    if options is None:
        pairs = ", ".join(f"{_quoted(key)}: {value}" for key, value in added.items())
        return Remedy((Rewrite(path, call.node, makes.keyword("options", f"{{{pairs}}}")),))
    return Remedy(
        tuple(Rewrite(path, options, makes.entry(key, value)) for key, value in added.items())
    )


def _refuse_lacking(facts: Facts, names: list[str]) -> None:
    for name in names:
        if name not in issued_claims(facts):
            raise UncertainError(
                f"Not every token that the project makes is seen to have `{name}`."
            )
        tested = next(encodings(facts, Role.TEST), None) is not None
        if tested and name not in issued_claims(facts, Role.TEST):
            raise UncertainError(f"Tests make tokens that are not seen to have `{name}`.")


def _is_second_pyjwt(facts: Facts) -> bool:
    locked = facts.configuration.locked.get("pyjwt")
    if locked is not None:
        return not locked[0].startswith(("0.", "1."))
    declared = facts.configuration.requirement("pyjwt")
    return (
        declared is None or re.search(r"(<\s*2|[=^~]\s*[01])(\.|$|\s|,)", declared.version) is None
    )


def _states(options: ast.Dict, key: str) -> bool:
    return any(isinstance(each, ast.Constant) and each.value == key for each in options.keys)


def _quoted(text: str) -> str:
    return f'"{text}"'


RULE = Rule(
    id="SEC013",
    name="jwt-required-claims",
    severity=Severity.P0,
    topic="security",
    seed="ASVS 9.2.1 and 9.2.2; RFC 8725, 3.11 and 3.12",
    what="`jwt.decode` of tokens of one's own (PyJWT, python-jose) whose options do not require"
    " `exp`, or not `sub` where it is read, and nothing refuses a token without it; and refresh"
    " tokens that nothing tells apart from access tokens. Libraries check `exp` only where a token"
    " has it. Where a token without the claim ends in a `KeyError` it is P2: nobody is let in, and"
    " the answer is an error of the server. Tokens of another issuer, with a public key, an"
    " audience and an issuer, are left alone.",
    why="A token without an end is valid for ever, and one that was made for something else, such"
    " as refreshing, opens everything.",
    bad={
        "app/tokens.py": """from datetime import UTC, datetime, timedelta

import jwt


def make(user: str, key: str) -> str:
    end = datetime.now(UTC) + timedelta(minutes=15)
    return jwt.encode({"sub": user, "exp": end}, key, algorithm="HS256")


def read(token: str, key: str) -> dict[str, object]:
    return jwt.decode(token, key, algorithms=["HS256"])
"""
    },
    good={
        "app/tokens.py": """import jwt


def read(token: str, key: str) -> dict[str, object]:
    return jwt.decode(
        token, key, algorithms=["HS256"], options={"require": ["exp", "sub", "typ"]}
    )
"""
    },
    fix='Pass `options={"require": ["exp", "sub", ...]}`, and compare the kind of the token.',
    check=check,
    cure=Cure(
        "Adds `options` that require `exp`, and `sub` where it is read, if every token that the"
        " project and its tests make is seen to have them, so that none of its own is refused,"
        " and what is raised for others is caught as other errors of tokens are.",
        cure,
    ),
    formerly=("X003",),
)
