"""What one module holds: imports, assignments, functions, classes and calls, found in one walk."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.sources import Role
from fastscaffold.audit.walking import children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Half of all nodes, and nothing is below them.
_LEAVES = (ast.Constant, ast.Name, ast.boolop, ast.cmpop, ast.operator, ast.unaryop)

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(eq=False, slots=True)
class Class:
    """A class definition."""

    module: Module
    node: ast.ClassDef
    qualname: str
    functions: dict[str, Function] = field(default_factory=dict[str, "Function"])
    assigned: dict[str, list[ast.expr]] = field(default_factory=dict[str, list[ast.expr]])

    @property
    def name(self) -> str:
        """Its own name."""
        return self.node.name

    @property
    def symbol(self) -> str:
        """Its dotted name in the project."""
        return f"{self.module.name}.{self.qualname}"


@dataclass(eq=False, slots=True)
class Function:
    """A function or method.

    Attributes:
        owner: the class whose method it is.
        parent: the function that it is defined in.
        assigned: what its local names are given, in order.
    """

    module: Module
    node: FunctionNode
    qualname: str
    owner: Class | None
    parent: Function | None
    assigned: dict[str, list[ast.expr]] = field(default_factory=dict[str, list[ast.expr]])
    calls: list[Call] = field(default_factory=list["Call"])

    @property
    def name(self) -> str:
        """Its own name."""
        return self.node.name

    @property
    def symbol(self) -> str:
        """Its dotted name in the project."""
        return f"{self.module.name}.{self.qualname}"

    @property
    def is_async(self) -> bool:
        """Whether it is a coroutine."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    def parameters(self) -> Iterator[tuple[ast.arg, ast.expr | None]]:
        """Its parameters with their defaults."""
        arguments = self.node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        missing = len(positional) - len(arguments.defaults)
        yield from zip(positional, [*[None] * missing, *arguments.defaults], strict=True)
        yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)

    def takes(self, name: str) -> bool:
        """Whether it has a parameter of a name."""
        arguments = self.node.args
        given = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        return any(each.arg == name for each in given)

    @property
    def positional(self) -> list[str]:
        """The parameters that calls may give by place: of a method, without ``self``."""
        names = [each.arg for each in (*self.node.args.posonlyargs, *self.node.args.args)]
        bound = self.owner is not None and names[:1] in (["self"], ["cls"])
        return names[1:] if bound else names

    def position(self, name: str) -> int | None:
        """Where calls give a parameter; None where they cannot by place."""
        names = self.positional
        return names.index(name) if name in names else None

    def annotation(self, name: str) -> ast.expr | None:
        """The annotation of a parameter."""
        arguments = self.node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if argument.arg == name:
                return argument.annotation
        return None


@dataclass(eq=False, slots=True)
class Call:
    """A call, and where it stands.

    Attributes:
        awaited: whether it is awaited at once.
        decorates: the function or class that it decorates.
    """

    module: Module
    node: ast.Call
    function: Function | None
    owner: Class | None
    awaited: bool = False
    decorates: Function | Class | None = None

    @property
    def scope(self) -> Scope:
        """What its names are read in."""
        return self.function or self.owner or self.module

    def argument(self, keyword: str, position: int | None = None) -> ast.expr | None:
        """An argument by keyword, or by place; None where it is not given."""
        for given in self.node.keywords:
            if given.arg == keyword:
                return given.value
        if position is None or position >= len(self.node.args):
            return None
        before = self.node.args[: position + 1]
        if any(isinstance(each, ast.Starred) for each in before):
            return None
        return self.node.args[position]

    @property
    def is_complete(self) -> bool:
        """Whether all arguments stand there: no ``*`` or ``**`` hides some."""
        starred = any(isinstance(each, ast.Starred) for each in self.node.args)
        return not starred and all(each.arg is not None for each in self.node.keywords)


@dataclass(eq=False, slots=True)
class Module:
    """A Python file.

    Attributes:
        name: dotted path from the audited directory, without ``__init__``.
        imports: dotted name of what each local name stands for, wherever it is imported.
        stars: modules of which everything is imported.
        assigned: what the names of the module are given, in order.
        annotated: annotations of names of the module.
        functions: by qualified name, nested ones and methods included.
        classes: by qualified name.
    """

    path: str
    name: str
    role: Role
    tree: ast.Module
    lines: list[str]
    imports: dict[str, str] = field(default_factory=dict[str, str])
    stars: list[str] = field(default_factory=list[str])
    assigned: dict[str, list[ast.expr]] = field(default_factory=dict[str, list[ast.expr]])
    annotated: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    functions: dict[str, Function] = field(default_factory=dict[str, Function])
    classes: dict[str, Class] = field(default_factory=dict[str, Class])
    calls: list[Call] = field(default_factory=list[Call])

    @property
    def package(self) -> str:
        """What a relative import of one dot starts from."""
        if PurePosixPath(self.path).name == "__init__.py":
            return self.name
        return self.name.rpartition(".")[0]

    @property
    def is_production(self) -> bool:
        """Whether it is part of what is served."""
        return self.role is Role.PRODUCTION


Scope: TypeAlias = Module | Function | Class


def module_of(scope: Scope) -> Module:
    """The module of a scope."""
    return scope if isinstance(scope, Module) else scope.module


def enclosing_class(scope: Scope | None) -> Class | None:
    """The class whose method a function is, or is defined in; none for any other scope."""
    while isinstance(scope, Function):
        if scope.owner is not None:
            return scope.owner
        scope = scope.parent
    return None


def dotted(node: ast.AST | None) -> str | None:
    """Give ``a.b.c`` for a name or attributes of a name; None for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(parts)))


def called_name(node: ast.Call) -> str:
    """The name that is called, as far as it is one: of ``f().g()`` the last part alone."""
    if isinstance(node.func, ast.Attribute):
        return dotted(node.func) or node.func.attr
    return dotted(node.func) or ""


def module_name(path: str) -> str:
    """The dotted name of a file below the audited directory."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def read_module(path: str, role: Role, text: str, tree: ast.Module) -> Module:
    """Gather what a module holds."""
    module = Module(path, module_name(path), role, tree, text.splitlines())
    _Reader(module).read()
    return module


class _Reader:
    """Walks a module once, with a stack of its own: depth is the project's choice."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.waiting: list[tuple[ast.AST, Function | None, Class | None]] = []

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
            (node, function, owner) for node in reversed(nodes) if not isinstance(node, _LEAVES)
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
                self._import(node)
                return
            case ast.Assign():
                for target in node.targets:
                    self._assign(target, node.value, function, owner)
            case ast.AnnAssign():
                if function is None and owner is None and isinstance(node.target, ast.Name):
                    self.module.annotated[node.target.id] = node.annotation
                if node.value is not None:
                    self._assign(node.target, node.value, function, owner)
            case ast.NamedExpr():
                self._assign(node.target, node.value, function, owner)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    if item.optional_vars is not None:
                        self._assign(item.optional_vars, item.context_expr, function, owner)
            case ast.Await(value=ast.Call() as awaited):
                self._call(awaited, function, owner, awaited=True)
                self._push(list(children(awaited)), function, owner)
                return
            case ast.Call():
                self._call(node, function, owner)
            case _:
                pass
        self._push(list(children(node)), function, owner)

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
        self.module.functions.setdefault(name, made)
        if function is None and owner is not None:
            owner.functions.setdefault(node.name, made)
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
                self._push(list(children(decorator)), function, owner)
            else:
                self._push([decorator], function, owner)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname is None:
                    first = alias.name.partition(".")[0]
                    self.module.imports.setdefault(first, first)
                else:
                    self.module.imports.setdefault(alias.asname, alias.name)
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
            else:
                joint = "" if base.endswith(".") or not base else "."
                self.module.imports.setdefault(
                    alias.asname or alias.name, f"{base}{joint}{alias.name}"
                )

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
