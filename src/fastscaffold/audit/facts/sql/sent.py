"""Whether clients decide a value that is put into a text of SQL, or the keys of a mapping."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.project.programs import is_run_by_hand
from fastscaffold.audit.facts.requests.dumped_keys import classes_given, models_of
from fastscaffold.audit.facts.requests.harmless import Harmless
from fastscaffold.audit.facts.requests.validators import is_text_checked
from fastscaffold.audit.facts.running.held_names import is_held, is_refused_by
from fastscaffold.audit.facts.texts.parts import name_of
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import constant_text, names_in
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from typing import TypeAlias

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Scope

    Loop: TypeAlias = ast.For | ast.AsyncFor | ast.comprehension

# What gives nothing that somebody could write SQL with.
_COUNTED = frozenset(
    (
        *("Decimal", "ObjectId", "UUID", "abs", "bool", "count", "date", "datetime", "float"),
        *("fromisoformat", "hash", "hexdigest", "int", "isoformat", "len", "round", "strptime"),
        *("timestamp", "token_hex", "token_urlsafe", "total_seconds", "uuid4", "uuid5"),
    )
)
_PLAIN_BASES = frozenset({"ABC", "BaseModel", "Enum", "Generic", "Protocol", "SQLModel", "object"})
_OPEN = frozenset({"Any", "Dict", "Mapping", "Request", "dict"})


class SentValues:
    """What parameters of routes give, whose types and tests admit any text."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.harmless = Harmless(facts.index)

    def _is_entry(self, node: ast.Name, loop: Loop, scope: Scope) -> bool:
        """Whether a name is what a mapping that a client fills in holds, whatever its keys are."""
        match loop.target, loop.iter:
            case (
                ast.Tuple(elts=[_, ast.Name(id=name)]),
                ast.Call(func=ast.Attribute(value=mapping, attr="items")),
            ) if name == node.id and not (
                isinstance(scope, Function) and is_held(scope, name, node)
            ):
                return self._is_sent(mapping, scope, 1) or self._holds_texts(mapping, scope)
            case _:
                return False

    def _holds_texts(self, mapping: ast.expr, scope: Scope) -> bool:
        """Whether a mapping has the fields of a request, and one of them may be any text."""
        origins = self.facts.origins
        found = origins.of(mapping, scope)
        if not any(each.parameter in origins.sent for each in found if each.parameter is not None):
            return False
        return any(
            not self.harmless.admits(field.annotation, field.owner)
            for model in models_of(self.facts, mapping, scope)
            for field in all_fields(self.facts.index, model).values()
        )

    def _is_sent(self, mapping: ast.expr, scope: Scope, part: int) -> bool:
        """Whether clients decide the keys of a mapping, or its values."""
        return any(
            origin.parameter in self.facts.origins.sent and self._is_open(*origin.parameter, part)
            for origin in self.facts.origins.of(mapping, scope)
            if origin.parameter is not None
        )

    def _is_open(self, function: Function, name: str, part: int) -> bool:
        """Whether a parameter is a request, or a mapping whose keys or values are anything."""
        for kind, holder in self.facts.index.typed(function.annotation(name), function.module):
            plain, inner = kind, None
            if isinstance(kind, ast.Subscript):
                plain, inner = kind.value, kind.slice
            if (self.facts.index.symbol(plain, holder) or "").rpartition(".")[2] not in _OPEN:
                continue
            if not isinstance(inner, ast.Tuple) or not self.harmless.admits(
                inner.elts[part], holder
            ):
                return True
        return False

    def _from_outside(self, node: ast.expr, scope: Scope, value: bool) -> bool:  # noqa: FBT001
        for origin in self.facts.origins.of(node, scope):
            if origin.kind != "parameter" or origin.parameter is None:
                continue
            function, name = origin.parameter
            apart = self._other_fields(origin, node)
            if self.harmless.is_parameter(function, name):
                continue
            if is_held(function, name, node if function is scope else None, _key(node), apart):
                continue
            # Who calls it cannot be told: a name may well be a constant, a value hardly is.
            sent = (function, name) in self.facts.origins.sent
            if sent or (value and not is_run_by_hand(self.facts, function)):
                return True
        return False

    def _other_fields(self, origin: Origin, node: ast.expr) -> frozenset[str]:
        """The fields of a body beside the one that is asked about: a test is of one of them."""
        if origin.parameter is None:
            return frozenset()
        function, name = origin.parameter
        fields: set[str] = set()
        for kind, holder in self.facts.index.typed(function.annotation(name), function.module):
            defined = self.facts.index.class_of(kind, holder)
            if defined is not None:
                fields.update(all_fields(self.facts.index, defined))
        asked = {each.attr for each in walk(node, ast.Attribute)}
        asked |= {each.text for each in origin.trail}
        return frozenset(fields - asked if fields & asked else ())

    def _is_safe(self, node: ast.expr, scope: Scope) -> bool:
        if self.harmless.is_value(node, scope) or self._is_counted(node, scope):
            return True
        if self.facts.values.text(node, scope) is not None and not self._has_field(node, scope):
            return True
        if isinstance(node, ast.Attribute) and (
            self._is_checked_field(node, scope) or self._is_harmless_of_given(node, scope)
        ):
            return True
        name = name_of(node)
        if not isinstance(scope, Function) or name is None:
            return False
        return is_held(scope, name, node, _key(node)) or is_refused_by(
            self.facts.callers, scope, name
        )

    def _is_harmless_of_given(self, node: ast.Attribute, scope: Scope) -> bool:
        """Whether all calls give objects of which a field has a type that holds no text.

        A field that none of their classes has, but a base that cannot be seen, is of any type.
        """
        if not isinstance(node.value, ast.Name) or not isinstance(scope, Function):
            return False
        given = classes_given(self.facts, node.value.id, scope)
        return bool(given) and all(self._is_harmless_in(each, node.attr) for each in given)

    def _is_harmless_in(self, defined: Class, name: str) -> bool:
        index = self.facts.index
        field = all_fields(index, defined).get(name)
        if field is not None:
            return self.harmless.admits(field.annotation, field.owner)
        return index.method(defined.symbol, name) is None and any(
            index.definition(each) is None and each.rpartition(".")[2] not in _PLAIN_BASES
            for each in index.ancestors(defined.symbol)
        )

    def _is_harmless_item(self, node: ast.Attribute, loop: Loop, scope: Scope) -> bool:
        """Whether a field of what a loop goes through has a type that holds no text."""
        listed, holder = None, scope
        match loop.iter:
            case ast.Attribute(value=held, attr=name):
                owner = self.facts.index.definition(self.facts.index.kind(held, scope))
                found = all_fields(self.facts.index, owner) if isinstance(owner, Class) else {}
                if name in found:
                    listed, holder = found[name].annotation, found[name].owner
            case ast.Name(id=name) if isinstance(scope, Function):
                listed, holder = scope.annotation(name), scope.module
            case _:
                pass
        for kind, place in self.facts.index.typed(listed, holder):
            item = kind.slice if isinstance(kind, ast.Subscript) else None
            defined = self.facts.index.class_of(item, place) if item is not None else None
            field = (
                all_fields(self.facts.index, defined).get(node.attr)
                if defined is not None
                else None
            )
            if field is not None:
                return self.harmless.admits(field.annotation, field.owner)
        return False

    def _is_counted(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a call gives a number, a date or a digest, whatever it is given."""
        return (
            isinstance(node, ast.Call)
            and (gives_no_text(node.func) or _is_written_date(node))
            and self.facts.callers.target(call_of(node, scope)) is None
        )

    def _has_field(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a field of a body, or a local name, may stand in it: no default is a constant."""
        if isinstance(scope, Function):
            # What such names are given is looked at by itself.
            names = names_in(node) & {*scope.assigned, *_parameters(node, scope)}
            if names:
                return True
        return any(self._is_field(each, scope) for each in walk(node, ast.Attribute))

    def _is_field(self, node: ast.Attribute, scope: Scope) -> bool:
        if isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}:
            return False
        defined = self.facts.index.definition(self.facts.index.kind(node.value, scope))
        return isinstance(defined, Class) and node.attr in all_fields(self.facts.index, defined)

    def _is_checked_field(self, node: ast.Attribute, scope: Scope) -> bool:
        defined = self.facts.index.definition(self.facts.index.kind(node.value, scope))
        if not isinstance(defined, Class):
            return False
        field = all_fields(self.facts.index, defined).get(node.attr)
        return field is not None and is_text_checked(self.facts, field)


def gives_no_text(called: ast.expr) -> bool:
    """Whether what is called gives a number, a date or a digest, as far as its name tells."""
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _COUNTED


def _is_written_date(call: ast.Call) -> bool:
    """Whether a call writes a moment in a form that stands in the code."""
    match call:
        case ast.Call(func=ast.Attribute(attr="strftime"), args=[ast.Constant()]):
            return True
        case _:
            return False


def _key(node: ast.expr) -> str | None:
    """The key of the entry that is taken out of a mapping."""
    for each in walk(node):
        match each:
            case ast.Subscript(slice=key):
                return constant_text(key)
            case ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
                return constant_text(key)
            case _:
                pass
    return None


def _parameters(node: ast.expr, function: Function) -> set[str]:
    """The parameters that an expression is made of; one alone is what it is by default."""
    names = set[str]() if isinstance(node, ast.Name) else names_in(node)
    return {each for each in names if function.takes(each)}
