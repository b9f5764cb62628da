"""Bodies of requests that are files, sent as they are: no model describes one."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function

_MAX_STEPS = 3
# What takes bytes that are a file.
_OPENS = frozenset({"io.BytesIO", "tempfile.SpooledTemporaryFile"})
_KEEPS = frozenset(
    {"append_block", "put_object", "upload_blob", "upload_fileobj", "upload_from_string"}
    | {"write", "write_bytes"}
)
# Classes of files that libraries keep, named so by most: `ContentFile`, `SimpleUploadedFile`.
_IS_A_FILE = re.compile(r"(?:[A-Z]\w*)?File")
# What leaves bytes what they are: in another kind, as a text, or as a file in memory.
_KINDS = frozenset({"BytesIO", "StringIO", "bytearray", "bytes", "memoryview", "str"})
_TEXTS = frozenset({"decode", "getvalue", "read", "strip"})
# What makes values of bytes, which a model would describe.
_PARSERS = frozenset(
    {
        *("fromstring", "literal_eval", "loads", "model_validate_json", "parse_qs", "parse_qsl"),
        *("parse_raw", "raw_decode", "safe_load", "unpackb", "validate_json"),
        *("json.load", "msgspec.json.decode", "tomllib.load", "xmltodict.parse", "yaml.load"),
    }
)


def is_a_file(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether the bytes that are read are kept, or opened, as a file, and nothing parses them."""
    taking = _taking(function, read)
    if any(_parses(facts, function, call) for call in taking):
        return False
    return any(
        facts.index.origin(call) in _OPENS
        or last_called(call.node) in _KEEPS
        or _IS_A_FILE.fullmatch(last_called(call.node)) is not None
        for call in taking
    )


def is_only_counted(function: Function, read: ast.Call) -> bool:
    """Whether of the bytes that are read nothing is asked but how many they are, if that."""
    names = _names_of(function, read)
    counted = {
        id(each)
        for call in function.calls
        if last_called(call.node) == "len"
        for given in call.node.args
        for each in walk(given)
    }
    dropped = {id(each) for node in walk(function.node, ast.Expr) for each in _awaited(node.value)}
    # What a name is given by a call may be made of the bytes, and is asked for later.
    named = {
        id(each)
        for name in names
        for value in function.assigned.get(name, ())
        for each in _whole(value, read, names)
    }
    if id(read) not in counted | dropped | named:
        return False
    return all(
        id(each) in counted | named
        for each in walk(function.node, ast.Name)
        if each.id in names and isinstance(each.ctx, ast.Load)
    )


def _awaited(node: ast.expr) -> list[ast.expr]:
    """What a statement does nothing but wait for, and the await."""
    return [node, node.value] if isinstance(node, ast.Await) else [node]


def is_parsed(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether values are made of the bytes that are read."""
    return any(_parses(facts, function, call) for call in _taking(function, read))


def _taking(function: Function, read: ast.Call) -> list[Call]:
    """What is given all that is read."""
    names = _names_of(function, read)
    return [
        call
        for call in function.calls
        if any(_is_whole(each, read, names) for each in arguments_of(call.node))
    ]


def _names_of(function: Function, read: ast.Call) -> set[str]:
    """The names that hold all of what is read, or what a loop goes through part by part."""
    names = {
        loop.target.id
        for loop in walk(function.node)
        if isinstance(loop, ast.For | ast.AsyncFor)
        and isinstance(loop.target, ast.Name)
        and any(node is read for node in walk(loop.iter))
    }
    for _ in range(_MAX_STEPS):
        for target, values in function.assigned.items():
            if any(_is_whole(value, read, names) for value in values):
                names.add(target)
    return names


def _is_whole(value: ast.expr, read: ast.Call, names: set[str]) -> bool:
    """Whether a value is what is read itself, and not its length or a mention of it."""
    return next(_whole(value, read, names), None) is not None


def _whole(value: ast.expr, read: ast.Call, names: set[str]) -> Iterator[ast.expr]:
    """What a value is, of what is read and the names of it."""
    if value is read:
        yield value
        return
    match value:
        case ast.Name(id=name) if name in names:
            yield value
        case ast.Await(value=inner) | ast.NamedExpr(value=inner):
            yield from _whole(inner, read, names)
        case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _TEXTS:
            yield from _whole(inner, read, names)
        case ast.Call(args=[inner, *_]) if last_called(value) in _KINDS:
            yield from _whole(inner, read, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for each in (left, right):
                yield from _whole(each, read, names)
        case ast.BoolOp(values=values):
            for each in values:
                yield from _whole(each, read, names)
        case _:
            pass


def _parses(facts: Facts, function: Function, call: Call) -> bool:
    """Whether a call parses what it is given, or has another thread do so."""
    called = [call.node.func, *call.node.args]
    symbols = [facts.index.symbol(each, function) or "" for each in called]
    symbols += [last_called(call.node)]
    return any(
        symbol in _PARSERS or symbol.rpartition(".")[2] in _PARSERS for symbol in symbols if symbol
    )
