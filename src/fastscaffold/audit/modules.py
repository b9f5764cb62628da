"""A Python file, and its functions, classes and calls."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

# Methods of models whose result is another instance of the same class.
COPIES = frozenset({"copy", "model_copy"})
_PROPERTIES = frozenset(
    {"abstractproperty", "cached_property", "classproperty", "hybrid_property", "property"}
)


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
        annotated: annotations of its local names.
        imports: what it imports itself, as modules have them.
    """

    module: Module
    node: FunctionNode
    qualname: str
    owner: Class | None
    parent: Function | None
    assigned: dict[str, list[ast.expr]] = field(default_factory=dict[str, list[ast.expr]])
    annotated: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    calls: list[Call] = field(default_factory=list["Call"])
    imports: dict[str, str] = field(default_factory=dict[str, str])

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
        loads: dotted name of each thing that is imported, whatever its local name.
        assigned: what the names of the module are given, in order.
        annotated: annotations of names of the module.
        functions: by qualified name, nested ones and methods included; what takes the name of
            another has its line behind that.
        classes: by qualified name.
    """

    path: str
    name: str
    role: Role
    tree: ast.Module
    lines: list[str]
    imports: dict[str, str] = field(default_factory=dict[str, str])
    stars: list[str] = field(default_factory=list[str])
    loads: list[str] = field(default_factory=list[str])
    assigned: dict[str, list[ast.expr]] = field(default_factory=dict[str, list[ast.expr]])
    annotated: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    functions: dict[str, Function] = field(default_factory=dict[str, Function])
    classes: dict[str, Class] = field(default_factory=dict[str, Class])
    calls: list[Call] = field(default_factory=list[Call])

    @property
    def targets(self) -> tuple[str, ...]:
        """All that it imports."""
        return tuple(self.loads)

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


def is_copy_of(value: ast.expr, name: str) -> bool:
    """Whether a name is given a copy of what it stood for: ``x = x.model_copy(update=…)``."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=held), attr=method)):
            return held == name and method in COPIES
        case _:
            return False


def decorator_names(function: Function) -> frozenset[str]:
    """The last part of each name that a function is decorated with."""
    return frozenset(
        (dotted(each.func if isinstance(each, ast.Call) else each) or "").rpartition(".")[2]
        for each in function.node.decorator_list
    )


def is_property(function: Function) -> bool:
    """Whether a method is read like an attribute."""
    return not _PROPERTIES.isdisjoint(decorator_names(function))


def is_declared(function: Function) -> bool:
    """Whether a method has no body of its own."""
    return all(
        isinstance(each, ast.Pass | ast.Raise)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in function.node.body
    )


def dotted(node: ast.AST | None) -> str | None:
    """Give ``a.b.c`` for a name or attributes of a name; None for any other expression."""
    if isinstance(node, ast.Name):
        return node.id
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(parts)))


def annotated_default(annotation: ast.expr | None) -> ast.Call | None:
    """The call that a field has its default from: ``Annotated[str, Field("a")]``."""
    if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
        return None
    if (dotted(annotation.value) or "").rpartition(".")[2] != "Annotated":
        return None
    for each in annotation.slice.elts[1:]:
        if isinstance(each, ast.Call) and last_called(each) == "Field":
            given = [*each.args[:1], *(one.value for one in each.keywords if one.arg == "default")]
            required = [isinstance(one, ast.Constant) and one.value is ... for one in given]
            if any(one.arg == "default_factory" for one in each.keywords) or (
                given and not any(required)
            ):
                return each
    return None


def called_name(node: ast.Call) -> str:
    """The name that is called, as far as it is one: of ``f().g()`` the last part alone."""
    if isinstance(node.func, ast.Attribute):
        return dotted(node.func) or node.func.attr
    return dotted(node.func) or ""


def last_called(node: ast.Call) -> str:
    """The last part of the name that is called."""
    return called_name(node).rpartition(".")[2]
