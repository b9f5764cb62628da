"""Relations that clients may have embedded, as schemas, repository, router and tests see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_keys import KEY_PYTHON, told_keys
from fastscaffold.model.names import wire_name
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.model.ends import Include
    from fastscaffold.model.resource import Resource

INCLUDES = "app.shared.includes"
_CLASS_VAR = Import("typing", "ClassVar")
_FIELD = Import("pydantic", "Field")


@dataclass(frozen=True, slots=True)
class Included:
    """One of them.

    Attributes:
        wire: what clients call it; ``name`` is the attribute of the model.
        key: the foreign key in responses; empty where it is elsewhere.
        many: whether it is a list; ``link`` whether that takes the place of keys.
        feature: whose responses are embedded; ``factory`` makes its rows.
        back: what responses of that feature refer to the row by; empty where the row refers to it;
            ``referred`` is what stands there, as an expression about the response ``told``.
        given: whether factories of the feature itself fill it; ``fill`` is the argument that does
            where they do not.
        keys: expression of the keys of what ``row`` links, in JSON; empty where it links nothing.
    """

    wire: str
    name: str
    key: str
    many: bool
    link: bool
    feature: str
    factory: str
    back: str
    referred: str
    given: bool
    fill: str
    keys: str


@dataclass(frozen=True, slots=True)
class IncludesView:
    """What templates see of it; without ``items`` nothing is embedded.

    Attributes:
        model: of responses: that with relations where there are some.
        parameter: statement of the query parameter.
        imports: of expanded.py; ``fields`` are the statements of its class.
        links: fields of keys and the relations that take their place, as an expression.
        base: the class that fields without links stand in, where rows take the place of keys.
        relations: expression of the relation of each name.
    """

    items: tuple[Included, ...]
    model: str
    parameter: str
    imports: tuple[str, ...]
    fields: tuple[str, ...]
    links: str
    base: str
    relations: str


def includes_view(resource: Resource, package: str) -> IncludesView:
    """Decide what clients may have embedded in responses about a feature."""
    names, items = resource.names, resource.includes
    class_name = names.class_name
    linked = [item for item in items if item.link]
    fields = list(_fields(resource, items))
    base = f"{class_name}Fields" if linked else f"{class_name}Response"
    schemas = f"app.features.{names.feature}.schemas"
    return IncludesView(
        items=tuple(_included(resource, item) for item in items),
        model=f"{class_name}Expanded" if items else f"{class_name}Response",
        parameter=f"include: str | None = {include_field(resource)}",
        imports=import_lines(
            [
                *fields,
                Import(INCLUDES, "ExpandedSchema"),
                Import(schemas, base),
                *([Import("collections.abc", "Mapping"), _CLASS_VAR] if linked else []),
            ],
            package=package,
        ),
        fields=tuple(code.text for code in fields),
        links=_mapping((_keys(resource, item), f'"{item.name}"') for item in linked),
        base=base,
        relations=_mapping((wire_name(item.name), f"{class_name}.{item.name}") for item in items),
    )


def include_field(resource: Resource) -> str:
    """Expression of the field of the query parameter."""
    names = (f'"{wire_name(item.name)}"' for item in resource.includes)
    return f"include_of({', '.join(names)})"


def _mapping(pairs: Iterator[tuple[str, str]]) -> str:
    return "{" + ", ".join(f'"{key}": {value}' for key, value in pairs) + "}"


def _keys(resource: Resource, item: Include) -> str:
    return next(link.field for link in resource.links if link.name == item.name)


def _included(resource: Resource, item: Include) -> Included:
    relation = next((one for one in resource.relations if one.name == item.name), None)
    back = next((one for one in resource.backs if one.name == item.name), None)
    link = next((one for one in resource.links if one.name == item.name), None)
    names = item.target.names
    if back is not None:
        fill = f"{back.link.field}=[row.id]" if back.link else f"{back.field}=row.id"
    elif link is not None:
        fill = f"{link.field}=[other.id]"
    else:
        fill = f"{relation.field}=other.id" if relation else ""
    return Included(
        wire=wire_name(item.name),
        name=item.name,
        key=relation.field if relation else "",
        many=item.many,
        link=item.link,
        feature=names.feature,
        factory=f"{names.class_name}Factory",
        back="" if back is None else back.field or wire_name(back.reverse),
        referred='[told["id"]]' if back is not None and back.link else 'told["id"]',
        given=relation is not None and resource.fills(relation),
        fill=fill,
        keys=told_keys(item.target.key, f"row.{link.field}") if link else "",
    )


def _fields(resource: Resource, items: Sequence[Include]) -> Iterator[Code]:
    optional = {item.name for item in resource.relations if item.nullable}
    optional |= {item.name for item in resource.backs}
    for item in items:
        names = item.target.names
        response = f"{names.class_name}Response"
        imports = [Import(f"app.features.{names.feature}.schemas", response)]
        wire, name = wire_name(item.name), item.name
        arguments = [f'serialization_alias="{wire}"'] if wire != name else []
        if item.link:
            name = _keys(resource, item)
            key = KEY_PYTHON[item.target.key]
            imports += [*key.imports, _FIELD]
            field = f'Field(serialization_alias="{wire}")'
            yield Code(f"{name}: list[{response}] | list[{key.text}] = {field}", tuple(imports))
            continue
        default = "[]" if item.many else "None"
        annotation = f"list[{response}]" if item.many else f"{response} | None"
        if not item.many and name not in optional:
            annotation = f"Omittable[{response}]"
            imports.append(Import("app.shared.schemas", "Omittable"))
        if arguments or item.many:
            imports.append(_FIELD)
            default = f"Field({', '.join([f'default={default}', *arguments])})"
        yield Code(f"{name}: {annotation} = {default}", tuple(imports))
