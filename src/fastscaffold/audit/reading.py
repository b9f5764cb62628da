"""What a Python file holds: imports, assignments, functions, classes and calls, in one walk."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Call, Class, Function, Module, annotated_default, dotted
from fastscaffold.audit.parsing import Unparsable, parse
from fastscaffold.audit.walking import LEAVES, children

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastscaffold.audit.modules import FunctionNode
    from fastscaffold.audit.sources import SourceFile


def _module_name(path: str) -> str:
    """The dotted name of a file below the audited directory."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def read_modules(files: Iterable[SourceFile]) -> tuple[list[Module], dict[str, Unparsable]]:
    """What some files hold; and by their paths, why others could not be read."""
    modules: list[Module] = []
    unparsable: dict[str, Unparsable] = {}
    for file in files:
        tree = parse(file.text)
        if isinstance(tree, Unparsable):
            unparsable[file.path] = tree
            continue
        try:
            modules.append(read_module(file, tree))
        except RecursionError:
            unparsable[file.path] = Unparsable("nested too deeply", hostile=True)
    return modules, unparsable


def _is_overload(function: Function) -> bool:
    """Whether a definition only tells a type: what its name does is told by the last of them."""
    listed = function.node.decorator_list
    return any((dotted(each) or "").rpartition(".")[2] == "overload" for each in listed)


def read_module(file: SourceFile, tree: ast.Module) -> Module:
    """Gather what a module holds; a sample of one has the name of its copy."""
    name = _module_name(file.copy or file.path)
    module = Module(file.path, name, file.role, tree, file.text.splitlines())
    _Reader(module).read()
    return module


class _Reader:
    """Walks a module once, with a stack of its own: depth is the project's choice."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.waiting: list[tuple[ast.AST, Function | None, Class | None]] = []
        # Names that only functions have imported so far.
        self.nested: set[str] = set()

    def read(self) -> None:
        """Walk in document order."""
        self._push(self.module.tree.body, None, None)
        while self.waiting:
            node, function, owner = self.waiting.pop()
            self._visit(node, function, owner)

    def _push(
        self, nodes: Sequence[ast.AST], function: Function | None, owner: Class | None
    ) -> None:
        self.waiting += [
            (node, function, owner) for node in reversed(nodes) if type(node) not in LEAVES
        ]

    def _visit(self, node: ast.AST, function: Function | None, owner: Class | None) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, function, owner)
                return
            case ast.ClassDef():
                self._class(node, function, owner)
                return
            case ast.Import() | ast.ImportFrom():
                self._import(node, function)
                return
            case ast.Assign():
                for target in node.targets:
                    self._assign(target, node.value, function, owner)
            case ast.AnnAssign():
                held = self.module if function is None and owner is None else function
                if held is not None and isinstance(node.target, ast.Name):
                    held.annotated[node.target.id] = node.annotation
                in_class = function is None and owner is not None
                value = node.value or (annotated_default(node.annotation) if in_class else None)
                if value is not None:
                    self._assign(node.target, value, function, owner)
            case ast.NamedExpr():
                self._assign(node.target, node.value, function, owner)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    if item.optional_vars is not None:
                        self._assign(item.optional_vars, item.context_expr, function, owner)
            case ast.Await(value=ast.Call() as awaited):
                self._call(awaited, function, owner, awaited=True)
                self._push(children(awaited), function, owner)
                return
            case ast.Call():
                self._call(node, function, owner)
                self._set(node, function, owner)
            case _:
                pass
        self._push(children(node), function, owner)

    def _call(
        self,
        node: ast.Call,
        function: Function | None,
        owner: Class | None,
        *,
        awaited: bool = False,
    ) -> Call:
        call = Call(self.module, node, function, owner, awaited)
        self.module.calls.append(call)
        if function is not None:
            function.calls.append(call)
        return call

    def _function(self, node: FunctionNode, function: Function | None, owner: Class | None) -> None:
        outer = function.qualname if function is not None else owner and owner.qualname
        name = f"{outer}.{node.name}" if outer else node.name
        made = Function(self.module, node, name, owner if function is None else None, function)
        # One that takes the name of another is served, and called by those before it, all the same.
        known = self.module.functions.get(name)
        key = name if known is None or _is_overload(known) else f"{name}@{node.lineno}"
        if known is not None and key == name:
            self.module.functions[f"{name}@{known.node.lineno}"] = known
        self.module.functions[key] = made
        if function is None and owner is not None:
            held = owner.functions.get(node.name)
            if held is None or _is_overload(held):
                owner.functions[node.name] = made
        self._decorators(node, made, function, owner)
        arguments = node.args
        self._push(
            [
                *children(arguments),
                *([node.returns] if node.returns is not None else []),
            ],
            function,
            owner,
        )
        self._push(node.body, made, owner)

    def _class(self, node: ast.ClassDef, function: Function | None, owner: Class | None) -> None:
        outer = function.qualname if function is not None else owner and owner.qualname
        name = f"{outer}.{node.name}" if outer else node.name
        made = Class(self.module, node, name)
        self.module.classes.setdefault(name, made)
        self._decorators(node, made, function, owner)
        self._push([*node.bases, *(each.value for each in node.keywords)], function, owner)
        self._push(node.body, None, made)

    def _decorators(
        self,
        node: FunctionNode | ast.ClassDef,
        made: Function | Class,
        function: Function | None,
        owner: Class | None,
    ) -> None:
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call):
                self._call(decorator, function, owner).decorates = made
                self._push(children(decorator), function, owner)
            else:
                self._push([decorator], function, owner)

    def _import(self, node: ast.Import | ast.ImportFrom, function: Function | None) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.module.loads.append(alias.name)
                first = alias.name.partition(".")[0]
                whole = (alias.asname, alias.name) if alias.asname is not None else (first, first)
                self._imported(*whole, function)
            return
        base = node.module or ""
        if node.level:
            package = self.module.package.split(".") if self.module.package else []
            kept = package[: len(package) - node.level + 1]
            # A leading dot marks what is already a name of this project.
            base = "." + ".".join([*kept, *([base] if base else [])])
        for alias in node.names:
            if alias.name == "*":
                self.module.stars.append(base)
                self.module.loads.append(base)
            else:
                joint = "" if base.endswith(".") or not base else "."
                target = f"{base}{joint}{alias.name}"
                self.module.loads.append(target)
                self._imported(alias.asname or alias.name, target, function)

    def _imported(self, name: str, target: str, function: Function | None) -> None:
        """Keep an import; that of a function is the module's, too, where no other has its name."""
        if function is not None:
            function.imports.setdefault(name, target)
            if name not in self.module.imports:
                self.nested.add(name)
        elif name in self.nested:
            self.nested.discard(name)
            self.module.imports[name] = target
        self.module.imports.setdefault(name, target)

    def _set(self, node: ast.Call, function: Function | None, owner: Class | None) -> None:
        """``object.__setattr__(self, "name", value)``, as frozen classes do it, and ``setattr``."""
        match node:
            case ast.Call(
                func=ast.Name(id="setattr") | ast.Attribute(attr="__setattr__"),
                args=[ast.Name(id="self") as held, ast.Constant(value=str() as name), value],
            ) if name.isidentifier():
                self._assign(ast.Attribute(held, name, ast.Store()), value, function, owner)
            case _:
                pass

    def _assign(
        self, target: ast.expr, value: ast.expr, function: Function | None, owner: Class | None
    ) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            if len(values) == len(target.elts):
                for each, given in zip(target.elts, values, strict=True):
                    self._assign(each, given, function, owner)
            return
        holder = function or owner or self.module
        name = dotted(target)
        if name is not None:
            holder.assigned.setdefault(name, []).append(value)
            if function is not None and name.startswith("self.") and owner is not None:
                owner.assigned.setdefault(name, []).append(value)
