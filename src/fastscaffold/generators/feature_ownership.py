"""How a feature keeps the rows of users apart: its services, and the references that they check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_keys import ANY_KEYS, told_key
from fastscaffold.model.permissions import ADMIN, parse_permission

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.model.ends import Link, Relation, Target
    from fastscaffold.model.resource import Names, Operation, Resource

# Permissions that everybody meets who is logged in.
_LOGGED_IN = ("owner", "authenticated")
_SHARED = ("public", "authenticated")


@dataclass(frozen=True, slots=True)
class ServiceDependency:
    """A way for endpoints to get the service.

    Attributes:
        annotation: what endpoints ask for.
        own: whether it reaches the rows of the user alone.
        parameters: of the function; ``expression`` is what it returns.
    """

    function: str
    annotation: str
    doc: str
    parameters: str
    expression: str
    own: bool


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A relation to rows of users, of which a request may only refer to some.

    Attributes:
        field: the foreign key.
        names: of the feature that it refers to.
        attribute: of the service: what it looks the other row up in, ``narrowed`` to those.
        any_key: expression of a key; ``target_key`` that of the row ``target``, in JSON.
        own: whether it refers to its own feature.
        given: whether the factory fills it.
    """

    field: str
    names: Names
    attribute: str
    narrowed: str
    any_key: str
    target_key: str
    updatable: bool
    own: bool
    given: bool


@dataclass(frozen=True, slots=True)
class OwnershipView:
    """What templates see of it.

    Attributes:
        owned: whether rows belong to users.
        dependencies: the ways to get the service.
        services: what each endpoint asks for.
        callers: operations that the service has to know the user of.
        checked: references to rows of users, of which a request may only refer to some.
        repositories: names of the features that the service looks rows up in, beside its own rows.
        changers: the role with which users may change all rows, if others than administrators may.
        parameters: of the service's constructor.
        values: arguments that a new row is made of.
        lists_own: whether lists show the rows of the user; ``lists_all`` those of all users, to
            everybody who is logged in.
        creates, updates: whether everybody may who is logged in.
    """

    owned: bool
    dependencies: tuple[ServiceDependency, ...]
    services: Mapping[Operation, str]
    callers: tuple[Operation, ...]
    checked: tuple[CheckedReference, ...]
    repositories: tuple[Names, ...]
    changers: str
    parameters: tuple[str, ...]
    values: tuple[str, ...]
    lists_own: bool
    lists_all: bool
    creates: bool
    updates: bool

    @property
    def scoped(self) -> bool:
        """Whether an endpoint reaches the rows of the user alone."""
        return any(item.own for item in self.dependencies)

    @property
    def checked_updatable(self) -> tuple[CheckedReference, ...]:
        """Those that an update may change."""
        return tuple(item for item in self.checked if item.updatable)

    @property
    def tested_creates(self) -> tuple[CheckedReference, ...]:
        """Those that a request without a role can be refused for when it creates a row."""
        return self.checked if self.creates else ()

    @property
    def tested_updates(self) -> tuple[CheckedReference, ...]:
        """Those that a request without a role can be refused for when it changes a row."""
        return self.checked_updatable if self.updates else ()

    def given(self, target: Names) -> tuple[CheckedReference, ...]:
        """Those to one feature that the factory fills."""
        return tuple(item for item in self.checked_given if item.names == target)

    @property
    def checked_given(self) -> tuple[CheckedReference, ...]:
        """Those that the factory fills."""
        return tuple(item for item in self.checked if item.given)


def ownership_view(resource: Resource) -> OwnershipView:
    """Decide how a feature keeps the rows of users apart."""
    class_name, permissions = resource.names.class_name, resource.api.permissions
    creates, updates = resource.api.has("create", "bulk_create"), resource.api.has("update")
    checked = tuple(_checked(resource)) if creates or updates else ()
    links = resource.links if creates or updates else ()
    used = (
        *(item.names for item in checked if not item.own),
        *(item.target.names for item in links if not uses_own_rows(resource, item)),
    )
    repositories = tuple(dict.fromkeys(used))
    scoped = _scoped(resource)
    levels = {name: permission.level for name, permission in permissions.items()}
    callers: list[Operation] = []
    checked_links = any(item.of == "owner" for item in links)
    if creates and (resource.owner is not None or checked or checked_links):
        callers.append("create")
    if updates and (checked_links or any(item.updatable for item in checked)):
        callers.append("update")
    return OwnershipView(
        owned=resource.owner is not None,
        dependencies=tuple(
            _dependency(resource, repositories, own=own)
            for own in (False, True)
            if any((name in scoped) == own for name in permissions)
        ),
        services={
            name: f"{'Own' if name in scoped else ''}{class_name}ServiceDep" for name in permissions
        },
        callers=tuple(callers),
        checked=checked,
        repositories=repositories,
        changers=_changers(resource),
        parameters=(
            "self",
            f"repository: {class_name}Repository",
            *(f"{item.feature}: {item.class_name}Repository" for item in repositories),
            *(["passwords: Passwords"] if resource.secrets else []),
        ),
        values=(
            "**values" if resource.secrets else "**payload.model_dump()",
            *(("owner_id=by.id",) if resource.owner else ()),
        ),
        lists_own="list" in scoped,
        lists_all=resource.owner is not None and levels.get("list") in _SHARED,
        creates=levels.get("create") in _LOGGED_IN,
        updates=levels.get("update") in _LOGGED_IN,
    )


def _scoped(resource: Resource) -> list[Operation]:
    """Operations that reach the rows of the user alone.

    A new row belongs to its user anyway, and may refer to whatever that user may read.
    """
    permissions = resource.api.permissions
    private = not resource.api.has("get") or permissions["get"].level == "owner"
    owned: list[Operation] = [
        name
        for name, item in permissions.items()
        if item.level == "owner" and (private or name not in {"create", "bulk_create"})
    ]
    return owned


def uses_own_rows(resource: Resource, link: Link) -> bool:
    """Whether the service looks rows at the other end up where it does its own.

    Where an update reaches the rows of the user alone, those of others are somewhere else.
    """
    return resource.is_at(link.target) and (link.of == "owner" or "update" not in _scoped(resource))


def narrowed(target: Target) -> str:
    """The call that narrows a repository to those rows that the user ``by`` may refer to."""
    permission = parse_permission(target.writers or "")
    by_role = permission is not None and permission.role not in {"", ADMIN}
    return f".{'changeable_by' if by_role and not target.private else 'owned_by'}(by)"


def _changers(resource: Resource) -> str:
    permission = resource.api.permissions.get("update")
    if permission is None or resource.owner is None or resource.private:
        return ""
    return "" if permission.role == ADMIN else permission.role


def _checked(resource: Resource) -> Iterator[CheckedReference]:
    for relation in resource.relations:
        if relation.of == "owner":
            yield _reference(resource, relation)


def _reference(resource: Resource, relation: Relation) -> CheckedReference:
    names = relation.target.names
    own = resource.is_at(relation.target)
    return CheckedReference(
        field=relation.field,
        names=names,
        attribute="_repository" if own else f"_{names.feature}",
        narrowed=narrowed(relation.target),
        any_key=ANY_KEYS[relation.target.key].text,
        target_key=told_key(relation.target.key, "target"),
        updatable=not relation.immutable,
        own=own,
        given=resource.fills(relation),
    )


def _dependency(
    resource: Resource, repositories: Sequence[Names], *, own: bool
) -> ServiceDependency:
    names = resource.names
    asked = ["session: SessionDep", *(["user: CurrentUser"] if own else [])]
    rows = f"{names.class_name}Repository(session)" + (".owned_by(user)" if own else "")
    others = [f"{item.class_name}Repository(session)" for item in repositories]
    if resource.secrets:
        asked.append("passwords: PasswordsDep")
        others.append("passwords")
    return ServiceDependency(
        function=f"get_{'own_' if own else ''}{names.singular}_service",
        annotation=f"{'Own' if own else ''}{names.class_name}ServiceDep",
        doc=f"The service{', on what the user may see' if own else ''}, within the transaction of "
        "the request.",
        parameters=", ".join(asked),
        expression=f"{names.class_name}Service({', '.join([rows, *others])})",
        own=own,
    )
