"""Where a function takes an upload in: reads it, copies it on, or is handed all of it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.uploads.measures import MEASURES
from fastscaffold.audit.facts.uploads.uploads import Uploads
from fastscaffold.audit.modules import Function, last_called
from fastscaffold.audit.nodes import arguments_of, names_in
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Facts

_READS = frozenset({"file", "read", "stream"})
# Methods of a file that give what is left of it.
_OF_FILES = frozenset({"read", "readlines"})
# What takes a file in: pandas and its kin, ``shutil``, clients of stores, ``json``, ``zipfile``.
_LIBRARIES = re.compile(
    r"read_(?:csv|excel|fwf|json|parquet|table|xml)|copyfileobj|load|load_workbook|DictReader|ZipFile"
    r"|(?:put_object|upload_fileobj|upload_from_file)"
)


def first_read(facts: Facts, function: Function) -> ast.expr | None:
    """The first place at which a function takes in all that there is."""
    nodes = [*inside(function.node), *_in_lambdas(function)]
    whole = _handed_whole(facts, function)
    if whole is not None:
        return whole
    if not any(isinstance(each, ast.Attribute) and each.attr in _READS for each in nodes):
        return None
    uploads = Uploads(facts, function)
    looped = _looped(nodes)
    reads = (
        each
        for each in nodes
        if isinstance(each, ast.Call) and _reads(facts, function, uploads, each, id(each) in looped)
    )
    return min(reads, key=lambda each: (each.lineno, each.col_offset), default=None)


def _looped(nodes: Iterable[ast.AST]) -> set[int]:
    """What stands in loops that keep all that they read: write it, or add it up."""
    return {
        id(each)
        for loop in nodes
        if isinstance(loop, ast.While | ast.AsyncFor | ast.For) and any(map(_keeps, walk(loop)))
        # A loop of another kind goes through files, of each of which it may read a part.
        for each in walk(loop.iter if isinstance(loop, ast.For) else loop)
    }


def _in_lambdas(function: Function) -> list[ast.AST]:
    """What stands in a reader that ``iter`` is given: ``iter(lambda: file.read(n), b"")``."""
    return [
        inner
        for each in inside(function.node)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "iter"
        for reader in each.args[:1]
        if isinstance(reader, ast.Lambda)
        for inner in walk(reader.body)
    ]


def _handed_whole(facts: Facts, function: Function) -> ast.expr | None:
    """The parameter of a route that is the content of a file: ``file: bytes = File()``."""
    for argument, default in function.parameters():
        if argument.annotation is None:
            continue
        told = [each for each in (argument.annotation, default) if each is not None]
        calls = [each for one in told for each in walk(one) if isinstance(each, ast.Call)]
        is_file = any(
            facts.index.called(each.func, function.module).endswith(".File")
            and not any(keyword.arg == "max_length" for keyword in each.keywords)
            for each in calls
        )
        kinds = {each.id for each in walk(argument.annotation) if isinstance(each, ast.Name)}
        if is_file and "bytes" in kinds:
            is_served = any(route.function is function for route in facts.routes)
            return argument.annotation if is_served else None
    return None


def _keeps(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="append" | "extend" | "write")):
            return True
        case ast.AugAssign(value=ast.Name()):
            return True
        case _:
            return False


def _reads(
    facts: Facts,
    function: Function,
    uploads: Uploads,
    call: ast.Call,
    in_loop: bool,  # noqa: FBT001
) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _OF_FILES and (
            _is_content(uploads, held) or _is_of_form(facts, function, held)
        ):
            # With a size, it is read piece by piece, or begun only.
            return in_loop or not call.args or _is_everything(call.args[0])
        case ast.Call(func=ast.Attribute(value=held, attr="stream")):
            kind = facts.index.kind(held, function) or ""
            return in_loop and kind.rpartition(".")[2] == "Request"
        case ast.Call() if any(_is_file(uploads, each) for each in arguments_of(call)):
            target = facts.index.definition(facts.index.called(call.func, function))
            if isinstance(target, Function):
                return bool(call.args) and _is_file(uploads, call.args[0]) and _reads_first(target)
            return target is None and last_called(call) not in MEASURES
        case _:
            return False


def _is_file(uploads: Uploads, node: ast.expr) -> bool:
    """Whether an expression is the file of an upload."""
    return isinstance(node, ast.Attribute) and node.attr == "file" and uploads.holds(node.value)


def _is_content(uploads: Uploads, node: ast.expr) -> bool:
    """Whether an expression is an upload, or the file of one."""
    if isinstance(node, ast.Name):
        values = uploads.function.assigned.get(node.id, [])
        # Of `file = await file.read()` the name is the upload until then.
        is_other = len(values) == 1 and node.id not in names_in(values[0])
        node = values[0] if is_other else node
    # A field of a model may be called as that of an upload is: ``command.file``.
    return uploads.holds(node) or _is_file(uploads, node)


def _reads_first(function: Function) -> bool:
    """Whether a function reads the file that it is given first to its end."""
    first = next((argument.arg for argument, _ in function.parameters()), "")
    for node in inside(function.node):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=args) if (
                name == first and method in _OF_FILES
            ):
                if not args or _is_everything(args[0]):
                    return True
            case ast.Call() if _LIBRARIES.fullmatch(last_called(node)) and any(
                isinstance(each, ast.Name) and each.id == first for each in arguments_of(node)
            ):
                return True
            case _:
                pass
    return False


def _is_of_form(facts: Facts, function: Function, node: ast.expr) -> bool:
    """Whether an expression is an entry of a form that a request was asked for."""
    match node:
        case ast.Name(id=name):
            given = function.assigned.get(name, ())
            return len(given) == 1 and _is_entry(facts, function, given[0])
        case _:
            return _is_entry(facts, function, node)


def _is_entry(facts: Facts, function: Function, node: ast.expr) -> bool:
    match node:
        case ast.Subscript(value=form):
            pass
        case ast.Call(func=ast.Attribute(value=form, attr="get")):
            pass
        case _:
            return False
    given = function.assigned.get(form.id, ()) if isinstance(form, ast.Name) else (form,)
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "form"
        and (facts.index.kind(each.func.value, function) or "").endswith(".Request")
        for one in given
        for each in walk(one)
    )


def _is_everything(size: ast.expr) -> bool:
    match size:
        case ast.Constant(value=None) | ast.UnaryOp(op=ast.USub()):
            return True
        case _:
            return False
