"""Where the code reads what a deployment is told: the environment, and files of configuration."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SETTINGS, all_fields
from fastscaffold.audit.facts.origins.calls import (
    ENVIRONMENT,
    Reading,
    reads_by_name,
    reads_environment,
)
from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.names import is_kept_secret_name
from fastscaffold.audit.facts.settings.config_files import PARSERS
from fastscaffold.audit.facts.settings.loaded_documents import is_loaded
from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import Class, Function, enclosing_class
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Module, Scope

_LIBRARIES = frozenset({"decouple", "environ", "environs", "os", "starlette"})
_SECTION_AND_OPTION = 2
# As readers of the environment are called, whatever they read it from.
_NAMED = frozenset({"env", "get_env", "getenv"})
# How many helpers a name goes through, and how much each of them does to it.
_STEPS = 2
_TURNS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """An expression whose value is told where the application is deployed.

    Attributes:
        name: the variable, or the option of a file.
        default: what it is worth without being told; None where nothing is said.
    """

    node: ast.expr
    scope: Scope
    name: ast.expr | None
    default: ast.expr | None


@lru_cache(maxsize=2)
def environment_reads(facts: Facts) -> dict[Module, list[Read]]:
    """What each module reads, its helpers included, in the order of the lines."""
    return {module: list(_reads(facts, module)) for module in facts.production}


def _reads(facts: Facts, module: Module) -> Iterator[Read]:
    found = [read for call in module.calls if (read := _of_call(facts, call)) is not None]
    found += _subscripts(facts, module)
    yield from sorted(found, key=lambda each: (each.node.lineno, each.node.col_offset))


def _of_call(facts: Facts, call: Call) -> Read | None:
    reading = _told(facts.index, call.node, call.scope) or _of_document(
        facts, call.node, call.scope
    )
    if reading is None:
        name = facts.index.called(call.node.func, call.scope).rpartition(".")[2]
        helper = facts.callers.target(call) if name in _helper_names(facts) else None
        if isinstance(helper, Function):
            reading = _by_helper(facts, call, helper)
        elif isinstance(call.node.func, ast.Name) and call.node.func.id in _NAMED:
            reading = _by_its_name(facts, call)
        elif (named := reads_by_name(call.node, name)) and facts.callers.target(call) is None:
            reading = named
    if reading is None:
        return None
    return Read(call.node, call.scope, reading.name, reading.default)


def _of_document(facts: Facts, node: ast.Call, scope: Scope) -> Reading | None:
    """What ``document.get("password")`` reads, or a helper for those who ask it."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, ast.Dict() | ast.List()]):
            return None  # a table, and no text
        case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[key, *rest]):
            is_asked = isinstance(scope, Function) and _parameter(scope, key) is not None
            if (is_asked or _is_secret(_text(key))) and is_loaded(facts, held, scope):
                return Reading(key, rest[0] if rest else None)
            return None
        case _:
            return None


def _is_secret(name: str) -> bool:
    """Whether a key of a document is asked for here, as only few are."""
    return is_kept_secret_name(name) or is_address_name(name)


def _by_its_name(facts: Facts, call: Call) -> Reading | None:
    """What ``env("PASSWORD")`` reads of variables that the project reads from a file itself."""
    helper = facts.callers.target(call)
    match call.node.args:
        case [ast.Constant(value=str() as asked) as name, *rest] if asked.isupper():
            looks_up = isinstance(helper, Function) and any(
                _parameter(helper, each.slice) for each in own_nodes(helper, ast.Subscript)
            )
            return Reading(name, rest[0] if rest else None) if looks_up else None
        case _:
            return None


@lru_cache(maxsize=2)
def _helper_names(facts: Facts) -> set[str]:
    """Names of functions that hand a parameter on as the name of a variable."""
    return {
        function.name
        for module in facts.production
        for function in module.functions.values()
        if next(function.parameters(), None) and _handed_on(facts, function) is not None
    }


def _told(index: Index, node: ast.Call, scope: Scope) -> Reading | None:
    """What a call reads itself."""
    function = node.func
    name, kind = index.called(function, scope), index.kind(function, scope)
    reading = reads_environment(node, name, kind)
    if reading is not None and (kind or name).partition(".")[0] not in _LIBRARIES:
        return None  # some other settings, of which secrets are told apart elsewhere
    if reading is not None or not isinstance(function, ast.Attribute) or function.attr != "get":
        return reading
    if len(node.args) >= _SECTION_AND_OPTION and _is_parser(index, function.value, scope):
        fallback = next((each.value for each in node.keywords if each.arg == "fallback"), None)
        return Reading(node.args[1], fallback)
    section = function.value
    if node.args and _is_of_settings(index, section, node.args[0], scope):
        return Reading(node.args[0], node.args[1] if len(node.args) > 1 else None)
    if isinstance(section, ast.Subscript) and _is_parser(index, section.value, scope) and node.args:
        return Reading(node.args[0], node.args[1] if len(node.args) > 1 else None)
    return None


def _is_of_settings(index: Index, held: ast.expr, key: ast.expr, scope: Scope) -> bool:
    """Whether a mapping is all that settings were told, and a key in it is no field of theirs."""
    match held:
        case ast.Call(func=ast.Attribute(value=holder, attr="dict" | "model_dump"), args=[]):
            pass
        case ast.Attribute(value=holder, attr="__dict__"):
            pass
        case ast.Call(func=ast.Name(id="vars"), args=[holder]):
            pass
        case _:
            return False
    own = enclosing_class(scope) if isinstance(holder, ast.Name) and holder.id == "self" else None
    defined = own or index.definition(index.kind(holder, scope))
    if not isinstance(defined, Class) or not index.is_a(defined.symbol, *SETTINGS):
        return False
    fields = all_fields(index, defined)
    return not fields if isinstance(key, ast.Name) else _text(key) not in {"", *fields}


def _text(key: ast.expr) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _is_parser(index: Index, node: ast.expr, scope: Scope) -> bool:
    return (index.kind(node, scope) or "").rpartition(".")[2] in PARSERS


def _by_helper(facts: Facts, call: Call, helper: Function) -> Reading | None:
    """What a call of a function reads that hands a parameter on as the name of a variable."""
    names = _handed_on(facts, helper)
    if names is None:
        return None
    name, default = names
    given = _argument(call, helper, name)
    return None if given is None else Reading(given, _argument(call, helper, default))


def _handed_on(facts: Facts, helper: Function, steps: int = _STEPS) -> tuple[str, str] | None:
    """The parameters of a helper that are the name of a variable, and its default."""
    nodes: Iterator[ast.Call | ast.Subscript] = own_nodes(helper, ast.Call, ast.Subscript)
    for node in nodes:
        name: ast.expr | None = None
        default: ast.expr | None = None
        if isinstance(node, ast.Call):
            reading = _told(facts.index, node, helper) or _of_document(facts, node, helper)
            if reading is not None:
                name, default = reading.name, reading.default
        elif is_of_environment(facts.index, node, helper) or (
            _parameter(helper, node.slice) and is_loaded(facts, node.value, helper)
        ):
            name = node.slice
        told = _parameter(helper, name) if name is not None else None
        if told is not None:
            if isinstance(default, ast.Name) and helper.takes(default.id):
                return told, default.id
            return told, _default_parameter(helper, told)
    return _handed_further(facts, helper, steps - 1) if steps else None


def _handed_further(facts: Facts, helper: Function, steps: int) -> tuple[str, str] | None:
    """The same of a helper that does nothing but ask another one."""
    for call in helper.calls if len(helper.calls) == 1 else ():
        inner = facts.callers.target(call)
        if not isinstance(inner, Function) or inner is helper or _is_overridden(facts, inner):
            continue
        names = _handed_on(facts, inner, steps)
        if names is None:
            continue
        name, default = (_argument(call, inner, each) for each in names)
        if isinstance(name, ast.Name) and helper.takes(name.id):
            if isinstance(default, ast.Name) and helper.takes(default.id):
                return name.id, default.id
            return name.id, _default_parameter(helper, name.id)
    return None


def _is_overridden(facts: Facts, method: Function) -> bool:
    """Whether another class asks something else, such as a table of what users have set."""
    owner = method.owner
    return owner is not None and any(
        each is not owner
        and method.name in each.functions
        and owner.symbol in facts.index.ancestors(each.symbol)
        for module in facts.production
        for each in module.classes.values()
    )


def _parameter(helper: Function, name: ast.expr | None) -> str | None:
    """The parameter that tells a variable, before which the helper may put a prefix."""
    for _ in range(_TURNS):
        match name:
            case ast.Name(id=text) if helper.takes(text):
                return text
            case ast.Name(id=text) if len(helper.assigned.get(text, ())) == 1:
                name = helper.assigned[text][0]
            case ast.Call(func=ast.Attribute(value=inner, attr="lower" | "strip" | "upper")):
                name = inner
            case ast.JoinedStr(values=[*_, ast.FormattedValue(value=inner)]):
                name = inner
            case ast.BinOp(op=ast.Add(), right=inner):
                name = inner
            case _:
                return None
    return None


def _default_parameter(helper: Function, name: str) -> str:
    """The parameter that a helper falls back on, by its name; not what tells the variable."""
    for argument, _ in helper.parameters():
        if argument.arg.startswith(("default", "fallback")) and argument.arg != name:
            return argument.arg
    return ""


def _argument(call: Call, helper: Function, name: str) -> ast.expr | None:
    parameters = [argument.arg for argument, _ in helper.parameters()]
    if name not in parameters:
        return None
    bound = parameters[:1] in (["self"], ["cls"])
    return call.argument(name, parameters.index(name) - int(bound))


def _subscripts(facts: Facts, module: Module) -> Iterator[Read]:
    nodes = [each for each in walk(module.tree, ast.Subscript) if isinstance(each.ctx, ast.Load)]
    if not nodes:
        return
    tables = {id(each.value) for each in walk(module.tree, ast.Subscript)}
    holders = {
        id(node): function
        for function in module.functions.values()
        for node in own_nodes(function, ast.Subscript)
    }
    for node in nodes:
        scope = holders.get(id(node), module)
        section = node.value
        is_option = isinstance(section, ast.Subscript) and _is_parser(
            facts.index, section.value, scope
        )
        is_told = is_option or is_of_environment(facts.index, node, scope)
        is_told = is_told or (
            id(node) not in tables
            and _is_secret(_text(node.slice))
            and is_loaded(facts, section, scope)
        )
        if is_told:
            yield Read(node, scope, node.slice, None)


def is_of_environment(index: Index, node: ast.AST | None, scope: Scope) -> bool:
    """Whether it is ``os.environ["NAME"]``."""
    return isinstance(node, ast.Subscript) and index.symbol(node.value, scope) in ENVIRONMENT
