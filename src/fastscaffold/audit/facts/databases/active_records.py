"""Models that are asked for rows themselves, as Active Record has it."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SCHEMAS, is_table
from fastscaffold.audit.facts.databases.calls import database_calls
from fastscaffold.audit.facts.databases.django_models import DJANGO_MODELS
from fastscaffold.audit.facts.databases.sessions import is_session, takes_session
from fastscaffold.audit.modules import Class, Function, decorator_names, enclosing_class

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts

_DOCUMENTS = (
    *("beanie.Document", "beanie.odm.documents.Document", "tortoise.models.Model"),
    *("mongoengine.Document", "mongoengine.DynamicDocument", "ormar.Model", "peewee.Model"),
    *("piccolo.table.Table", "edgy.Model", "saffier.Model", "bunnet.Document", "piccolo.Table"),
    *("mongoengine.document.Document", "playhouse.signals.Model", "tortoise.Model"),
    *("pynamodb.models.Model", *DJANGO_MODELS),
)  # fmt: skip
# Methods ask others of their model, and these themselves.
_STEPS = 3
# What makes the base of models: `class Tag(db.Entity)`.
_BASES = {"Entity": "pony.orm.Database", "Model": "*.Gino"}
_QUERIES = frozenset(
    {
        *("aggregate", "all", "bulk_create", "bulk_update", "count", "create", "delete"),
        *("batch_get", "delete_all", "query", "scan"),
        *("delete_by_id", "delete_instance", "delete_many", "exclude", "exists", "fetch_all_links"),
        *("fetch_link", "fetch_related", "filter", "find", "find_all", "find_many", "find_one"),
        *("first", "get", "get_by_id", "get_or_create", "get_or_none", "in_bulk", "inc", "insert"),
        *("insert_many", "insert_one", "objects", "raw", "refresh_from_db", "replace", "save"),
        *("save_changes", "select", "set", "set_by_id", "update", "update_or_create", "upsert"),
    }
)  # fmt: skip
# Methods by whose names models of a project are asked as those of such libraries are; what only
# makes a query is looked at where it is sent.
_OF_ROWS = re.compile(
    r"a?(?:add|aggregate|all|bulk|by|clear|count|create|delete|exists|fetch|find|first|get|insert|list|merge"
    r"|purge|remove|replace|save|truncate|update|upsert)(?:_|$)"
)


def asks_rows(facts: Facts, call: Call) -> bool:
    """Whether a call asks a model, or a row, which is none of a project's own repository."""
    owner, _, method = facts.index.origin(call).rpartition(".")
    if owner == "?":
        owner = _model_of_row(facts, call)
    # `Album.objects.get(...)`, as Ormar and MongoEngine have it
    owner = owner.removesuffix(".objects").removesuffix(".query")
    defined = facts.index.definition(owner)
    if defined is None and _stands_for_document(facts, owner):
        return method in _QUERIES
    if not isinstance(defined, Class):
        return False
    is_document = _is_document(facts, defined) or _is_own_document(facts, defined)
    if not is_document and not is_table(facts.index, defined):
        return False
    own = facts.index.method(owner, method)
    if own is not None and _is_of_class(own):
        # What all models have from one base says no more than a session does.
        is_inherited = enclosing_class(own) is not defined
        return bool(is_inherited and _OF_ROWS.match(method)) and (
            takes_session(facts, call) or _works(facts, own, is_document=is_document)
        )
    if own is not None and _works(facts, own, is_document=is_document):
        return True
    return takes_session(facts, call) or (own is None and is_document and method in _QUERIES)


def _model_of_row(facts: Facts, call: Call) -> str:
    """The model whose class method has given the row that is called: `row = User.by(db, 1)`."""
    match call.node.func:
        case ast.Attribute(value=ast.Name(id=row)) if call.function is not None:
            values = call.function.assigned.get(row, ())
        case _:
            return ""
    for value in values:
        made = value.value if isinstance(value, ast.Await) else value
        if isinstance(made, ast.Call):
            method = facts.index.definition(facts.index.called(made.func, call.function))
            owner = enclosing_class(method) if isinstance(method, Function) else None
            if owner is not None and isinstance(method, Function) and _is_of_class(method):
                return owner.symbol
            # `row = User(name="Ann"); row = row.create()`
            given = _named_model(facts, made.func, call.function)
            if given:
                return given
            # `row = get_or_404(User, id=1)`
            given = next((_named_model(facts, each, call.function) for each in made.args), "")
            if given and isinstance(method, Function):
                return given
    return ""


def _named_model(facts: Facts, value: ast.expr, function: Function) -> str:
    """The symbol of a schema or a document that is named."""
    model = facts.index.definition(facts.index.symbol(value, function))
    if isinstance(model, Class) and facts.index.is_a(model.symbol, *SCHEMAS, *_DOCUMENTS):
        return model.symbol
    return ""


def _is_document(facts: Facts, defined: Class) -> bool:
    """Whether a model has methods by which its library is asked for rows."""
    if facts.index.is_a(defined.symbol, *_DOCUMENTS):
        return True
    classes = (facts.index.definition(each) for each in facts.index.ancestors(defined.symbol))
    return any(
        isinstance(base, ast.Attribute)
        and base.attr in _BASES
        and facts.index.is_a(facts.index.kind(base.value, each.module), _BASES[base.attr])
        for each in classes
        if isinstance(each, Class)
        for base in each.node.bases
    )


# A route asks the same few models, and each is told by the base that it shares with others.
@lru_cache(maxsize=512)
def _is_own_document(facts: Facts, defined: Class) -> bool:
    """Whether a schema has methods that ask a driver from a base, as those of libraries have.

    A repository may have such a base too, and is no schema.
    """
    if not facts.index.is_a(defined.symbol, *SCHEMAS):
        return False
    bases = (facts.index.definition(each) for each in facts.index.ancestors(defined.symbol))
    return any(
        database_calls(facts).asks(call)
        for base in bases
        if isinstance(base, Class) and base is not defined
        for method in base.functions.values()
        for call in method.calls
    )


def _is_of_class(method: Function) -> bool:
    """Whether a method is one of the class: what a project writes there is its repository."""
    return not decorator_names(method).isdisjoint({"classmethod", "staticmethod"})


def _works(facts: Facts, method: Function, *, is_document: bool, steps: int = _STEPS) -> bool:
    """Whether a method of a model reads or writes rows, itself or by another one of it."""
    if any(
        is_session(facts, facts.index.annotated(argument.annotation, method.module))
        for argument, _ in method.parameters()
    ):
        return True
    for call in method.calls:
        owner, _, name = facts.index.origin(call).rpartition(".")
        if name in _QUERIES and (
            facts.index.is_a(owner, *_DOCUMENTS) or (is_document and _is_of_itself(call))
        ):
            return True
        if database_calls(facts).asks(call):
            return True
        if steps and is_document and _is_of_itself(call) and method.owner is not None:
            other = facts.index.method(method.owner.symbol, name)
            if other is not None and _works(facts, other, is_document=True, steps=steps - 1):
                return True
    return False


def _is_of_itself(call: Call) -> bool:
    """Whether a method calls another one of its model, which its base may know nothing of."""
    match call.node.func:
        case ast.Attribute(value=ast.Name(id="cls" | "self")):
            return True
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
        case _:
            return False


def _stands_for_document(facts: Facts, symbol: str) -> bool:
    """Whether a symbol is a type variable that is bound to a document.

    ``users.model.filter(...)`` goes past the methods of ``users``, which are there for that.
    """
    for value, scope in facts.index.values_of(symbol):
        if isinstance(value, ast.Call):
            bounds = [each.value for each in value.keywords if each.arg == "bound"]
            kinds = [facts.index.annotated(each, scope) for each in bounds]
            if any(facts.index.is_a(kind, *_DOCUMENTS) for kind in kinds):
                return True
    return False
