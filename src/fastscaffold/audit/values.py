"""What an expression is worth, where the project decides it: constants, sums of them, settings."""

from __future__ import annotations

import ast
import base64
import operator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from fastscaffold.audit.dumped import dumped
from fastscaffold.audit.modules import Class, Function, enclosing_class

if TYPE_CHECKING:
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope

MAX_STEPS = 30
MAX_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not decided by the source."""


# What gives a variable of the environment, or its second argument.
ENVIRONMENT_READERS = frozenset({"os.environ.get", "os.getenv"})
UNKNOWN: Final = Unknown()

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
}
_CALLS = frozenset({"int", "float", "str", "bool", "list", "tuple", "set"})
_ADDRESSES = ("Dsn", "AnyUrl", "HttpUrl")
_ENUMERATIONS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum")
_ENCODINGS = frozenset(
    {"base64.b64encode", "base64.standard_b64encode", "base64.urlsafe_b64encode"}
    | {"binascii.hexlify"}
)
SECRET_TYPES = frozenset({"Secret", "SecretBytes", "SecretStr"})


class Values:
    """Folds expressions to Python values."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def fold(self, node: ast.AST | None, scope: Scope, steps: int = MAX_STEPS) -> object:
        """The value of an expression; ``UNKNOWN`` where it is not decided.

        Fields of settings are worth their defaults, as shipped; strings of f-strings whose parts
        are not all known are unknown.
        """
        if node is None or steps <= 0:
            return UNKNOWN
        match node:
            case ast.Constant():
                return node.value
            case ast.Name() | ast.Attribute():
                return self._name(node, scope, steps - 1)
            case ast.UnaryOp(op=ast.UAdd()):
                value = self.fold(node.operand, scope, steps - 1)
                return value if isinstance(value, int | float) else UNKNOWN
            case ast.UnaryOp(op=ast.USub()):
                value = self.fold(node.operand, scope, steps - 1)
                return -value if isinstance(value, int | float) else UNKNOWN
            case ast.UnaryOp(op=ast.Not()):
                value = self.fold(node.operand, scope, steps - 1)
                return UNKNOWN if value is UNKNOWN else not value
            case ast.BinOp():
                return self._operation(node, scope, steps - 1)
            case ast.List() | ast.Tuple() | ast.Set():
                return [self.fold(each, scope, steps - 1) for each in node.elts]
            case ast.JoinedStr():
                return self._joined(node, scope, steps - 1)
            case ast.Subscript():
                return self._entry(node.value, node.slice, scope, steps - 1)
            case ast.Call():
                return self._call(node, scope, steps - 1)
            case ast.BoolOp(op=ast.Or()):
                return self._either(node, scope, steps - 1)
            case ast.IfExp():
                return UNKNOWN
            case _:
                return UNKNOWN

    def text(self, node: ast.AST | None, scope: Scope) -> str | None:
        """The value of an expression if it is a string."""
        value = self.fold(node, scope)
        return value if isinstance(value, str) else None

    def field_default(self, owner: str, name: str, steps: int = MAX_STEPS) -> object:
        """The default of a field of a class, such as settings; ``UNKNOWN`` where it has none."""
        for ancestor in self.index.ancestors(owner):
            definition = self.index.definition(ancestor)
            if isinstance(definition, Class) and name in definition.assigned:
                return self._default(definition.assigned[name][-1], definition, steps)
        return UNKNOWN

    def _default(self, node: ast.expr, scope: Scope, steps: int) -> object:
        """The default in what a field is given: itself, or in ``Field(...)`` and its kin."""
        if not isinstance(node, ast.Call):
            return self.fold(node, scope, steps - 1)
        name = self.index.called(node.func, scope).rpartition(".")[2]
        if name in {"Field", "FieldInfo", "config", "env", "getenv"}:
            for keyword in node.keywords:
                if keyword.arg == "default":
                    return self.fold(keyword.value, scope, steps - 1)
            place = 0 if name.startswith("Field") else 1
            if len(node.args) > place:
                value = self.fold(node.args[place], scope, steps - 1)
                return UNKNOWN if value is ... else value
            return UNKNOWN
        return self.fold(node, scope, steps)

    def _name(self, node: ast.Name | ast.Attribute, scope: Scope, steps: int) -> object:
        if isinstance(node, ast.Attribute):
            owner = self.index.kind(node.value, scope)
            if owner is None and isinstance(node.value, ast.Name) and node.value.id == "self":
                around = enclosing_class(scope)
                owner = around.symbol if around is not None else None
            if owner is not None and self.index.definition(owner) is not None:
                found = self.field_default(owner, node.attr, steps)
                if found is not UNKNOWN:
                    return found
        elif isinstance(scope, Function):
            values = scope.assigned.get(node.id)
            if values is not None:
                return self.fold(values[-1], scope, steps) if len(values) == 1 else UNKNOWN
        symbol = self.index.symbol(node, scope)
        values_ = self.index.values_of(symbol)
        if len(values_) == 1:
            value, holder = values_[0]
            return self._default(value, holder, steps)
        if isinstance(node, ast.Attribute) and node.attr == "value":
            member = self.index.symbol(node.value, scope) or ""
            if self.index.is_a(member.rpartition(".")[0], *_ENUMERATIONS):
                return self.fold(node.value, scope, steps)
        return UNKNOWN

    def _operation(self, node: ast.BinOp, scope: Scope, steps: int) -> object:
        left = self.fold(node.left, scope, steps)
        right = self.fold(node.right, scope, steps)
        name = OPERATORS.get(type(node.op))
        if name is None or UNKNOWN in (left, right):
            return UNKNOWN
        numbers = (int, float, timedelta)
        both_numbers = isinstance(left, numbers) and isinstance(right, numbers)
        both_texts = (
            isinstance(left, str) and isinstance(right, str) and isinstance(node.op, ast.Add)
        )
        if not both_numbers and not both_texts:
            return UNKNOWN
        try:
            value: object = getattr(operator, name)(left, right)
        except (ArithmeticError, TypeError):
            return UNKNOWN
        return UNKNOWN if isinstance(value, int) and abs(value) > MAX_NUMBER else value

    def _either(self, node: ast.BoolOp, scope: Scope, steps: int) -> object:
        """The first side that holds; the last one, the default, where a side is not decided."""
        for each in node.values[:-1]:
            value = self.fold(each, scope, steps)
            if value is UNKNOWN:
                break
            if value:
                return value
        return self.fold(node.values[-1], scope, steps)

    def _joined(self, node: ast.JoinedStr, scope: Scope, steps: int) -> object:
        parts: list[str] = []
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            value = self.fold(inner, scope, steps)
            if value is UNKNOWN:
                return UNKNOWN
            parts.append(str(value))
        return "".join(parts)

    def _call(self, node: ast.Call, scope: Scope, steps: int) -> object:
        name = self.index.called(node.func, scope)
        last = name.rpartition(".")[2]
        if last == "timedelta":
            return self._timedelta(node, scope, steps)
        wraps = last in SECRET_TYPES or name in _CALLS or last.endswith(_ADDRESSES)
        if wraps and len(node.args) == 1 and not node.keywords:
            value = self.fold(node.args[0], scope, steps)
            return _converted(name, value)
        if last in {"getenv", "get"} and name in ENVIRONMENT_READERS:
            return self.fold(node.args[1], scope, steps) if len(node.args) > 1 else UNKNOWN
        if last == "get" and isinstance(node.func, ast.Attribute) and node.args:
            return self._entry(node.func.value, node.args[0], scope, steps)
        if name in _ENCODINGS or last in {"decode", "encode"}:
            return self._encoded(node, name, scope, steps)
        if last == "get_secret_value" and isinstance(node.func, ast.Attribute):
            return self.fold(node.func.value, scope, steps)
        return UNKNOWN

    def _held(self, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope]:
        """What a name is given, where that is one thing; itself for any other."""
        if not isinstance(node, ast.Name | ast.Attribute):
            return node, scope
        known = self.index.values_of(self.index.symbol(node, scope))
        if isinstance(scope, Function) and isinstance(node, ast.Name) and node.id in scope.assigned:
            known = [(value, scope) for value in scope.assigned[node.id]]
        return known[0] if len(known) == 1 else (node, scope)

    def _entry(self, node: ast.expr, key: ast.expr, scope: Scope, steps: int) -> object:
        """The value of a key of a mapping that stands in the source, or that settings became."""
        name = self.fold(key, scope, steps)
        if not isinstance(name, str):
            return UNKNOWN
        held, holder = self._held(node, scope)
        turned = dumped(self.index, held, holder)
        owner = self.index.kind(turned, holder)
        if owner is not None:
            return self.field_default(owner, name, steps)
        pairs = zip(held.keys, held.values, strict=True) if isinstance(held, ast.Dict) else ()
        for each, value in pairs:
            if isinstance(each, ast.Constant) and each.value == name:
                return self.fold(value, holder, steps)
        return UNKNOWN

    def _encoded(self, node: ast.Call, name: str, scope: Scope, steps: int) -> object:
        """What is written down in another form, such as ``b64encode(b"secret").decode()``."""
        is_method = name not in _ENCODINGS and isinstance(node.func, ast.Attribute)
        given = node.func.value if is_method and isinstance(node.func, ast.Attribute) else None
        if given is None:
            given = node.args[0] if node.args else None
        value = self.fold(given, scope, steps)
        match name.rpartition(".")[2], value:
            case "encode", str():
                return value.encode(errors="replace")
            case "decode", bytes():
                return value.decode(errors="replace")
            case (("b64encode" | "standard_b64encode"), bytes()):
                return base64.b64encode(value)
            case "urlsafe_b64encode", bytes():
                return base64.urlsafe_b64encode(value)
            case "hexlify", bytes():
                return value.hex().encode()
            case _:
                return UNKNOWN

    def _timedelta(self, node: ast.Call, scope: Scope, steps: int) -> object:
        names = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
        given = dict(zip(names, node.args, strict=False))
        given |= {each.arg: each.value for each in node.keywords if each.arg is not None}
        values: dict[str, float] = {}
        for name, value in given.items():
            folded = self.fold(value, scope, steps)
            if name not in names or not isinstance(folded, int | float):
                return UNKNOWN
            values[name] = folded
        try:
            return timedelta(**values)
        except (OverflowError, ValueError):
            return UNKNOWN


def _converted(name: str, value: object) -> object:
    if value is UNKNOWN:
        return UNKNOWN
    try:
        match name:
            case "int" if isinstance(value, str | int | float | bool):
                return int(value)
            case "float" if isinstance(value, str | int | float | bool):
                return float(value)
            case "bool":
                return bool(value)
            case "str":
                return str(value)
            case _:
                return value
    except ValueError:
        return UNKNOWN
