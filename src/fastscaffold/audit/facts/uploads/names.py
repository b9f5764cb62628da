"""Where the names that clients give to files go: into paths, and keys of stores."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import at
from fastscaffold.audit.facts.running.handed import handed_by
from fastscaffold.audit.facts.uploads.checked_paths import is_path_checked
from fastscaffold.audit.facts.uploads.path_sinks import JOINS, KEYS, NAMED, OPENERS, STORES
from fastscaffold.audit.facts.uploads.refused_names import has_checked, is_checked_before
from fastscaffold.audit.facts.uploads.uploads import Uploads
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, called_name
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Place

# What gives a text with the same slashes and dots in it.
_KEEPING = frozenset(
    {"casefold", "encode", "format", "join", "lower", "lstrip", "rstrip", "strip", "title", "upper"}
    | {"decode", "removeprefix", "removesuffix", "with_suffix"}
)
_KEEPING_CALLS = frozenset({"Path", "PurePath", "PosixPath", "fspath", "str", "unquote"})
# What takes a name apart at its ending.
_CUTTING = frozenset({"partition", "rpartition", "rsplit", "split"})
_SPLITTING = frozenset({"os.path.splitext", "posixpath.splitext"})
MAX_FUNCTIONS = 3
_STEPS = 12


def joined_upload_names(facts: Facts) -> Iterator[tuple[Function, ast.expr]]:
    """What makes a path or a key of the name of an upload, and the function that it stands in."""
    seen: set[Place] = set()
    for module in facts.production:
        for function in module.functions.values():
            if not _may_hold_uploads(function) or is_checked_before(facts, function):
                continue
            for holder, node in _Taint(facts, function, set()).sinks():
                # Several functions may give it to one.
                place = at(holder.module, node)
                if place not in seen:
                    seen.add(place)
                    yield holder, node


def _may_hold_uploads(function: Function) -> bool:
    return any(node.attr == "filename" for node in walk(function.node, ast.Attribute))


class _Taint:
    """Follows the name of an upload through one function, and into those that it is given to."""

    def __init__(self, facts: Facts, function: Function, names: set[str], depth: int = 0) -> None:
        self.facts = facts
        self.function = function
        self.names = names
        self.depth = depth
        self.uploads = Uploads(facts, function)
        self.nodes = list(inside(function.node))

    def sinks(self) -> Iterator[tuple[Function, ast.expr]]:
        """The first sink of the function, else those of the functions that it gives the name to."""
        if not self.uploads.names and not self.names and not self._holds_uploads():
            return
        if is_path_checked(self.nodes) or has_checked(self.facts, self.function):
            return
        self._spread()
        if self._is_path_looked_at():
            return
        sink = next((node for node in self.nodes if self._is_sink(node)), None)
        if isinstance(sink, ast.expr):
            yield self.function, sink
            return
        if self.depth < MAX_FUNCTIONS:
            yield from self._in_called()
            yield from self._in_defined()

    def _is_path_looked_at(self) -> bool:
        """Whether a function of the project that is given the name asks where it leads."""
        for call in self.function.calls:
            target = self.facts.callers.target(call)
            if (
                isinstance(target, Function)
                and is_path_checked(inside(target.node))
                and any(self._given(call.node, target))
            ):
                return True
        return False

    def _spread(self) -> None:
        """Names that are given what is tainted; twice, as loops lead back."""
        unpacked: set[str] = set()
        for _ in range(2):
            for node in self.nodes:
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value):
                        pass
                    case ast.Assign(
                        targets=[ast.Tuple(elts=[ast.Name(id=name), *_])], value=ast.Call() as value
                    ):
                        if self._is_stem(value):
                            self.names.add(name)
                            unpacked.add(name)
                        continue
                    case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                        pass
                    case ast.NamedExpr(target=ast.Name(id=name), value=value):
                        pass
                    case _:
                        continue
                if self._is_tainted(value):
                    self.names.add(name)
                elif name in self.names and (
                    name in unpacked or len(self.function.assigned.get(name, ())) > 1
                ):
                    # Cleaned under the same name.
                    self.names.discard(name)

    def _is_tainted(self, node: ast.expr, steps: int = _STEPS) -> bool:
        if steps == 0:
            return False
        less = steps - 1
        match node:
            case ast.Name():
                return node.id in self.names
            case ast.Attribute(attr="filename"):
                return self.uploads.holds(node.value)
            case ast.Attribute():
                return False
            case ast.JoinedStr():
                return any(self._is_tainted(each, less) for each in node.values)
            case ast.FormattedValue():
                return self._is_tainted(node.value, less)
            case ast.BinOp(op=ast.Add() | ast.Div() | ast.Mod()):
                return self._is_tainted(node.left, less) or self._is_tainted(node.right, less)
            case ast.Tuple():
                return any(self._is_tainted(each, less) for each in node.elts)
            case ast.BoolOp():
                return any(self._is_tainted(each, less) for each in node.values)
            case ast.IfExp():
                return self._is_tainted(node.body, less) or self._is_tainted(node.orelse, less)
            case ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=0)):
                return self._is_stem(call, less)
            case ast.Call():
                return self._is_tainted_call(node, less)
            case _:
                return False

    def _is_stem(self, call: ast.Call, steps: int = _STEPS) -> bool:
        """Whether an ending is cut off: what stands before it holds all slashes."""
        match call:
            case ast.Call(
                func=ast.Attribute(value=text, attr=name), args=[ast.Constant(value="."), *_]
            ):
                return name in _CUTTING and self._is_tainted(text, steps)
            case ast.Call(args=[text]):
                named = self.facts.index.called(call.func, self.function)
                return named in _SPLITTING and self._is_tainted(text, steps)
            case _:
                return False

    def _is_tainted_call(self, node: ast.Call, steps: int) -> bool:
        name = self.facts.index.called(node.func, self.function)
        last = name.rpartition(".")[2]
        if name in JOINS or last in _KEEPING_CALLS or last in {"joinpath", "Path"}:
            receiver = (
                [node.func.value]
                if last == "joinpath" and isinstance(node.func, ast.Attribute)
                else []
            )
            return any(self._is_tainted(each, steps) for each in (*receiver, *node.args))
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in _KEEPING:
                parts = (node.func.value, *node.args)
                return any(self._is_tainted(each, steps) for each in parts)
            if node.func.attr == "replace":
                return self._is_tainted(node.func.value, steps) and self._keeps_slashes(node)
        return self._is_returned(node, name)

    def _is_returned(self, node: ast.Call, name: str) -> bool:
        """Whether a function of the project gives back what it is given."""
        definition = self.facts.index.definition(name)
        if not isinstance(definition, Function) or self.depth >= MAX_FUNCTIONS:
            return False
        names = {name for name, _ in self._given(node, definition)}
        return bool(names) and _Taint(self.facts, definition, names, self.depth + 1).returns()

    def returns(self) -> bool:
        """Whether the name of an upload is part of what the function returns, slashes and all."""
        if is_path_checked(self.nodes):
            return False
        self._spread()
        return any(self._is_tainted(each) for each in returned(self.function))

    def _keeps_slashes(self, node: ast.Call) -> bool:
        first = node.args[0] if node.args else None
        return isinstance(first, ast.Constant) and first.value not in {"/", "\\", ".", ".."}

    def _holds_uploads(self) -> bool:
        return any(
            isinstance(node, ast.Attribute)
            and node.attr == "filename"
            and self.uploads.is_field(node.value)
            for node in self.nodes
        )

    def _is_sink(self, node: ast.AST) -> bool:
        match node:
            case ast.BinOp(op=ast.Div()):
                return self._is_tainted(node.right)
            case ast.Call():
                return self._is_sink_call(node)
            case _:
                return False

    def _is_sink_call(self, node: ast.Call) -> bool:
        name = self.facts.index.called(node.func, self.function)
        last = name.rpartition(".")[2]
        if name in JOINS or last == "joinpath":
            return any(self._is_tainted(each) for each in node.args)
        if last in {"Path", "PurePath"} and len(node.args) > 1:
            return any(self._is_tainted(each) for each in node.args[1:])
        if last in OPENERS and self.facts.index.definition(name) is None:
            receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
            is_path = (
                receiver is not None and self._is_tainted(receiver) and self._is_path(receiver)
            )
            # Texts have a method of that name as well.
            places = node.args[:2] if last != "replace" else []
            return is_path or any(self._is_tainted(each) for each in places)
        if last in STORES and self.facts.index.definition(name) is None:
            names = KEYS | {"name"} if last in NAMED else KEYS
            keys = [each.value for each in node.keywords if each.arg in names]
            # What is saved so may as well be a row.
            texts = [each for each in node.args if last != "save" or self._is_path_text(each)]
            return any(self._is_tainted(each) for each in (*keys, *texts))
        return False

    def _is_path(self, node: ast.expr) -> bool:
        """Whether a tainted receiver is a path, and no text."""
        values = [node]
        if isinstance(node, ast.Name):
            values = self.function.assigned.get(node.id, [])
        return any(
            (isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div))
            or (isinstance(each, ast.Call) and called_name(each).endswith(("Path", "joinpath")))
            for each in values
        )

    def _is_path_text(self, node: ast.expr) -> bool:
        """Whether a text is put together with a folder in front: ``f"static/{name}"``."""
        made = self.function.assigned.get(node.id, []) if isinstance(node, ast.Name) else [node]
        return any(map(_is_made, made))

    def _in_called(self) -> Iterator[tuple[Function, ast.expr]]:
        """Functions of the project that are given a tainted text."""
        handed = handed_by(self.facts).get(self.function, ())
        for call in (*self.function.calls, *handed):
            definition = self.facts.index.definition(self.facts.index.origin(call))
            if not isinstance(definition, Function) or definition is self.function:
                continue
            given = dict(self._given(call.node, definition))
            found = _Taint(self.facts, definition, {*given}, self.depth + 1).sinks()
            for sink in found if given else ():
                # Where a path is put together and handed on whole, that is the place.
                made = [each for each in given.values() if _is_made(each)]
                yield (self.function, made[0]) if made else sink

    def _in_defined(self) -> Iterator[tuple[Function, ast.expr]]:
        """Functions that are defined in it, as for a thread, and see its names."""
        for function in self.function.module.functions.values():
            if function.parent is self.function:
                hidden = {each.arg for each, _ in function.parameters()} | set(function.assigned)
                names = self.names - hidden
                yield from _Taint(self.facts, function, names, self.depth + 1).sinks()

    def _given(self, node: ast.Call, definition: Function) -> Iterator[tuple[str, ast.expr]]:
        """The parameters that are given a tainted text, and what that is."""
        for name, argument in zip(definition.positional, node.args, strict=False):
            if self._is_tainted(argument):
                yield name, argument
        for keyword in node.keywords:
            name = keyword.arg or ""
            if definition.takes(name) and self._is_tainted(keyword.value):
                yield name, keyword.value


def _is_made(node: ast.expr) -> bool:
    """Whether a path is put together, and not only its last part."""
    is_text = isinstance(node, ast.BinOp | ast.JoinedStr)
    return is_text and any("/" in each for each in constant_texts(node))
