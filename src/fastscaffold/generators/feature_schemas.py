"""What schemas.py and repository.py of a feature hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.fields.literals import text_literal
from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_includes import INCLUDES, include_field
from fastscaffold.generators.feature_keys import KEY_PYTHON
from fastscaffold.generators.feature_members import SHARED, listed_members, members
from fastscaffold.generators.feature_pages import PAGINATION
from fastscaffold.model.names import camel_case
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.generators.feature_members import Member
    from fastscaffold.model.resource import Default, Resource

DEFAULT_PAGE_SIZE = 20
DEFAULT_MAX_PAGE_SIZE = 100
JSON = "JsonData"
RANGE_SUFFIXES = ("gt", "gte", "lt", "lte")
# Names of schemas.py itself, which no alias may be called.
OWN_TAILS = ("Create", "Update", "Response", "Filters")
IMPORTED = frozenset(
    {"CursorParams", "InputSchema", "OutputSchema", "PageParams", "PatchSchema", "SearchText"}
)

_FIELD = Import("pydantic", "Field")
_TIMESTAMPS = ("created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class SchemasView:
    """What the template of schemas.py sees: statements of each class's body.

    Attributes:
        linked: those of the response that rows may take the place of.
    """

    imports: tuple[str, ...]
    aliases: tuple[str, ...]
    create: tuple[str, ...]
    update: tuple[str, ...]
    response: tuple[str, ...]
    linked: tuple[str, ...]
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepositoryView:
    """What the template of repository.py sees.

    Attributes:
        helpers: imports of what the arguments need.
        arguments: of the call that lists rows.
    """

    helpers: tuple[str, ...]
    arguments: tuple[str, ...]


def schemas_view(resource: Resource, package: str) -> SchemasView:
    """Decide what schemas.py of a feature holds."""
    listed = members(resource)
    names, aliases = _aliases(resource, listed)
    creates, updates = resource.api.has("create", "bulk_create"), resource.api.has("update")
    given = [item for item in listed if creates and not item.read_only]
    documents = {item.name: text for item in given if (text := _document(item)) is not None}
    create = [_create(item, names, documents.get(item.name)) for item in given]
    update = [_update(item, names) for item in listed if updates and item.updatable]
    response = list(_response(resource, listed))
    filters = list(_filters(resource))
    needed = [
        Import(PAGINATION, "CursorParams" if resource.api.cursor else "PageParams"),
        *(Import(SHARED, base) for base in ("InputSchema", "OutputSchema", "PatchSchema")),
    ]
    embedded = {item.name for item in resource.includes if item.link}
    keys = {link.field for link in resource.links if link.name in embedded}
    linked = list(_linked([item for item in listed if item.name in keys]))
    if resource.includes:
        needed.append(Import(INCLUDES, "include_of"))
        needed.append(Import("app.shared.filters", "QueryParams"))
    return SchemasView(
        imports=import_lines(
            [*needed, *aliases, *documents.values(), *create, *update, *response, *filters],
            package=package,
        ),
        aliases=_texts((*aliases, *documents.values())),
        create=_texts(create),
        update=_texts(update),
        response=tuple(code.text for code in response if code not in linked),
        linked=_texts(linked),
        filters=_texts(filters),
    )


def repository_view(resource: Resource, package: str) -> RepositoryView:
    """Decide what repository.py of a feature holds."""
    model, api = resource.names.class_name, resource.api
    wires = {name: item.alias for name, item in listed_members(resource).items()}
    where: list[str] = []
    arguments = ["filters", "codec"] if api.cursor else ["filters"]
    helpers: list[str] = []
    if api.filter:
        where.append(f"*conditions({model}, filters)")
        helpers.append("conditions")
    if api.search:
        columns = ", ".join(f"{model}.{name}" for name in api.search)
        where.append(f"*search(filters.q, [{columns}])")
        helpers.append("search")
    if where:
        alone = where[0].removeprefix("*") if len(where) == 1 else f"[{', '.join(where)}]"
        arguments.append(f"where={alone}")
    if api.sort:
        columns = ", ".join(f'"{wires[name]}": {model}.{name}' for name in api.sort)
        arguments.append(f"sorts=parse_sort(filters.sort, {{{columns}}})")
        helpers.append("parse_sort")
    imports = [Import("app.shared.filters", name) for name in helpers]
    return RepositoryView(import_lines(imports, package=package), tuple(arguments))


def _texts(codes: Sequence[Code]) -> tuple[str, ...]:
    return tuple(code.text for code in codes)


def _aliases(
    resource: Resource, listed: Sequence[Member]
) -> tuple[dict[str, Code], tuple[Code, ...]]:
    """Name the annotations that Create and Update would both spell out."""
    taken = {f"{resource.names.class_name}{tail}" for tail in OWN_TAILS}
    taken |= IMPORTED | {one.name for item in listed for one in item.annotation.imports}
    taken |= {field.enum.class_name for field in resource.fields if field.enum is not None}
    names: dict[str, Code] = {}
    statements: list[Code] = []
    twice = resource.api.has("create", "bulk_create") and resource.api.has("update")
    for item in listed:
        spelt_out = item.annotation.text.startswith(("Annotated[", "Secret["))
        if not (twice and spelt_out and item.updatable):
            names[item.name] = item.annotation
            continue
        name = f"{resource.names.class_name}{camel_case(item.name)}"
        while name in taken:
            name += "Value"
        taken.add(name)
        names[item.name] = Code(name)
        statements.append(Code(f"{name} = {item.annotation.text}", item.annotation.imports))
    return names, tuple(statements)


def _document(item: Member) -> Code | None:
    """Declare the type of free JSON: no checker takes ``dict[str, bool]`` for a document."""
    if item.default is None or item.annotation.text != JSON:
        return None
    _, value = _default(item.default)
    if value.text in {"{}", "[]"}:
        return None
    return Code(f"{_constant(item)}: {item.output.text} = {value.text}", item.output.imports)


def _constant(item: Member) -> str:
    return f"DEFAULT_{item.name.strip('_').upper()}"


def _create(item: Member, names: dict[str, Code], document: Code | None) -> Code:
    annotation = names[item.name]
    arguments: dict[str, Code] = {}
    if document is not None:
        arguments["default"] = Code(_constant(item))
    elif item.default is not None:
        key, code = _default(item.default)
        arguments[key] = code
    elif item.nullable:
        arguments["default"] = Code("None")
    return _statement(item, _optional(annotation, nullable=item.nullable), arguments)


def _default(default: Default) -> tuple[str, Code]:
    """Pydantic copies a list or a mapping for each instance, so it needs no factory."""
    if not default.factory:
        return "default", default.schema
    literal = {"list": "[]", "dict": "{}"}.get(default.schema.text, default.schema.text)
    value = literal.removeprefix("lambda: ")
    if value.startswith(("[", "{")):
        return "default", Code(value, default.schema.imports)
    return "default_factory", default.schema


def _update(item: Member, names: dict[str, Code]) -> Code:
    annotation = names[item.name]
    if item.nullable:
        annotation = _optional(annotation, nullable=True)
    else:
        imports = (*annotation.imports, Import(SHARED, "Omittable"))
        annotation = Code(f"Omittable[{annotation.text}]", imports)
    return _statement(item, annotation, {"default": Code("None")})


def _response(resource: Resource, listed: Sequence[Member]) -> Iterator[Code]:
    key = KEY_PYTHON[resource.key]
    yield Code(f"id: {key.text}", key.imports)
    for item in listed:
        if item.secret:
            continue
        annotation = _optional(item.output, nullable=item.nullable)
        yield _statement(item, annotation, {}, alias="serialization_alias")
    if resource.timestamps:
        moment = (Import("datetime", "datetime"),)
        yield from (Code(f"{name}: datetime", moment) for name in _TIMESTAMPS)


def _linked(keys: Sequence[Member]) -> Iterator[Code]:
    for item in keys:
        yield _statement(item, item.output, {}, alias="serialization_alias")


def _filters(resource: Resource) -> Iterator[Code]:
    api = resource.api
    if (api.page_size, api.max_page_size) != (DEFAULT_PAGE_SIZE, DEFAULT_MAX_PAGE_SIZE):
        size = f"default={api.page_size}, ge=1, le={api.max_page_size}"
        yield Code(f"page_size: int = Field({size})", (_FIELD,))
    by_name = listed_members(resource)
    if resource.includes:
        yield Code(f"include: str | None = {include_field(resource)}")
    if api.sort:
        names = ", ".join(f'"{by_name[name].alias}"' for name in api.sort)
        sort_by = Import("app.shared.filters", "sort_by")
        yield Code(f"sort: str | None = sort_by({names})", (sort_by,))
    if api.search:
        yield Code("q: SearchText | None = None", (Import("app.shared.filters", "SearchText"),))
    for name in api.filter:
        item = by_name[name]
        for suffix in ("", *RANGE_SUFFIXES) if item.ranged else ("",):
            yield _criterion(item, item.criterion, f"__{suffix}" if suffix else "")
        if takes_several(item):
            several = Import("app.shared.filters", "OneOf")
            values = Code(f"OneOf[{item.criterion.text}]", (*item.criterion.imports, several))
            yield _criterion(item, values, "__in")


def takes_several(item: Member) -> bool:
    """Whether a filter for one of several values makes sense."""
    return item.criterion.text not in {"bool", "QueryFlag"}


def _criterion(item: Member, criterion: Code, suffix: str) -> Code:
    annotation = _optional(criterion, nullable=True)
    name, alias = item.name + suffix, item.alias + suffix
    if name == alias:
        return Code(f"{name}: {annotation.text} = None", annotation.imports)
    field = f'Field(default=None, alias="{alias}")'
    return Code(f"{name}: {annotation.text} = {field}", (*annotation.imports, _FIELD))


def _statement(
    item: Member, annotation: Code, arguments: dict[str, Code], *, alias: str = "alias"
) -> Code:
    """``name: annotation``, with a default or a ``Field`` where it takes one."""
    arguments = dict(arguments)
    if item.alias != item.name:
        arguments[alias] = Code(f'"{item.alias}"')
    if item.description:
        arguments["description"] = Code(text_literal(item.description))
    if item.examples:
        arguments["examples"] = Code(f"[{', '.join(code.text for code in item.examples)}]")
    imports = [*annotation.imports, *(one for code in arguments.values() for one in code.imports)]
    text = f"{item.name}: {annotation.text}"
    plain = "default" in arguments and not arguments["default"].text.startswith(("[", "{"))
    if plain and len(arguments) == 1:
        text += f" = {arguments['default'].text}"
    elif arguments:
        inner = ", ".join(f"{key}={code.text}" for key, code in arguments.items())
        text += f" = Field({inner})"
        imports.append(_FIELD)
    return Code(text, tuple(imports))


def _optional(annotation: Code, *, nullable: bool) -> Code:
    return Code(f"{annotation.text} | None", annotation.imports) if nullable else annotation
