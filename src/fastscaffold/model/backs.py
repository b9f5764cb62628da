"""Resolves what stands at both ends: other directions of relations, and many_to_many ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.model import names as naming
from fastscaffold.model.ends import Back, Link
from fastscaffold.model.ownership import check_referrers, referable
from fastscaffold.model.plurals import singular
from fastscaffold.spec.identifiers import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.model.ends import Relation, Target
    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Resource
    from fastscaffold.spec.models import RelationSpec
    from fastscaffold.spec.positions import Path


def connect(
    resources: Sequence[Resource], members: Mapping[str, Members], targets: Mapping[str, Target]
) -> list[Resource]:
    """Add to the features of one spec what stands at both ends of their relations.

    Args:
        resources: with the relations that have a column.
        members: of each feature; claims the names, and receives the errors.
        targets: all that can be referred to.
    """
    names = [resource.names.feature for resource in resources]
    ends = _Ends(
        members=members,
        targets=targets,
        relations={item.names.feature: list(item.relations) for item in resources},
        links={name: list(_links(members[name], targets)) for name in names},
        backs={name: [] for name in names},
    )
    for name in names:
        ends.declare(name)
    for name in names:
        ends.name(name)
    return [
        replace(
            resource,
            relations=tuple(ends.relations[name]),
            links=tuple(ends.links[name]),
            backs=tuple(ends.backs[name]),
        )
        for name, resource in zip(names, resources, strict=True)
    ]


@dataclass(slots=True)
class _Ends:
    """Both ends, while they are resolved; all by the name of the feature."""

    members: Mapping[str, Members]
    targets: Mapping[str, Target]
    relations: dict[str, list[Relation]]
    links: dict[str, list[Link]]
    backs: dict[str, list[Back]]

    def declare(self, feature: str) -> None:
        """Find what each relation of kind one_to_many is the other direction of."""
        members = self.members[feature]
        for given, spec, path in _of_kind(members, "one_to_many"):
            other = naming.normal(spec.to)
            name = naming.field_name(given, timestamps=False)
            if other not in self.targets or isinstance(name, naming.NameProblem):
                continue
            found = self._other_end(feature, given, other, spec.back)
            if found is None:
                _tell_missing(members, given, spec, path)
                continue
            if not _check_ends(members, found, spec, path):
                continue
            orphans = spec.cascade == "delete_orphan"
            back = Back(name.python, self.targets[other], found.name, found.field)
            self.backs[feature].append(replace(back, delete_orphan=orphans))
            place = self.relations[other].index(found)
            self.relations[other][place] = replace(found, back=name.python)

    def _other_end(self, feature: str, given: str, other: str, back: str | None) -> Relation | None:
        """The relation that is named, or that says that it is the other end, or the only one."""
        relations = self.members[other].spec.relations if other in self.members else {}
        ends = {
            naming.wire_name(item.name): item
            for item in self.relations.get(other, ())
            if item.target.names.feature == feature and not item.back
        }
        silent = [name for name in ends if relations[name].back is None]
        if back is not None:
            free = back in silent or (back in ends and relations[back].back == given)
            return ends[back] if free else None
        said = [name for name in ends if relations[name].back == given]
        if not said and len(ends) == 1:
            said = silent
        return ends[said[0]] if said else None

    def name(self, feature: str) -> None:
        """Give each relation with ``back`` its other direction."""
        for given, spec in self.members[feature].spec.relations.items():
            path = (feature, "relations", given)
            other = naming.normal(spec.to)
            if not spec.back or spec.kind == "one_to_many" or other not in self.targets:
                continue
            column = next((it for it in self.relations[feature] if _is(it.name, given)), None)
            link = next((item for item in self.links[feature] if _is(item.name, given)), None)
            if (column is None and link is None) or (column is not None and column.back):
                continue
            name = self._claimed(self.members[feature], given, spec, path)
            if name is None:
                continue
            target = self.targets[feature]
            if column is not None:
                back = Back(name, target, column.name, column.field, many=not column.unique)
                place = self.relations[feature].index(column)
                self.relations[feature][place] = replace(column, back=name)
            else:
                assert link is not None  # noqa: S101 # one of both is there
                marked = replace(link, back=name)
                back = Back(name, target, link.name, link=marked)
                self.links[feature][self.links[feature].index(link)] = marked
            self.backs[other].append(back)

    def _claimed(self, members: Members, given: str, spec: RelationSpec, path: Path) -> str | None:
        other, place = naming.normal(spec.to), (*path, "back")
        if other not in self.members:
            message = f"`back` needs both features in one spec, and `{other}` is there already."
            members.problems.at_value(place, "spec.other-spec", message, _pasted(members, given))
            return None
        name = naming.field_name(spec.back or "", timestamps=False)
        checked = naming.check_name(spec.back or "")
        for problem in (checked, name):
            if isinstance(problem, naming.NameProblem):
                members.problems.at_value(place, problem.code, problem.message, problem.hint)
                return None
        python = name.python if isinstance(name, naming.FieldName) else ""
        taken = self.members[other].taken
        if python in taken:
            message = f"`{other}` has `{taken[python]}` already, so `back` needs another name."
            members.problems.at_value(place, "spec.name-clash", message, "Choose another name.")
            return None
        taken[python] = f"{python} (back of {members.spec.name}.{given})"
        return python


def _links(members: Members, targets: Mapping[str, Target]) -> Iterator[Link]:
    names = members.names
    tables = {target.names.table for target in targets.values()}
    for given, spec, path in _of_kind(members, "many_to_many"):
        target = targets.get(naming.normal(spec.to))
        name = naming.field_name(given, timestamps=False)
        if target is None or isinstance(name, naming.NameProblem):
            continue
        one = singular(given)
        field, rows, table = f"{one}_ids", f"{one}_links", f"{names.table}_{given}"
        if len(table) > MAX_LENGTH or table in tables:
            message = f"`{given}` would have the table `{table}`, which is taken or too long."
            members.problems.at_key(path, "spec.name", message, "Give the relation another name.")
            continue
        if not (members.take(field, given, path) and members.take(rows, given, path)):
            continue
        if target.private:
            message = f"`{given}` links rows that users have for themselves: not supported yet."
            hint = "Use a feature of its own with two relations of kind many_to_one."
            members.problems.at_value((*path, "to"), "spec.unsupported", message, hint)
            continue
        own, other = f"{names.singular}_id", f"{target.names.singular}_id"
        link = Link(
            name=name.python,
            field=field,
            rows=rows,
            table=table,
            class_name=f"{names.class_name}{naming.camel_case(given)}Link",
            own=own,
            other=f"linked_{other}" if own == other else other,
            target=target,
            description=spec.description,
            of=referable(members, spec, target, path),
        )
        check_referrers(members, [link])
        yield link


def _of_kind(members: Members, kind: str) -> Iterator[tuple[str, RelationSpec, Path]]:
    for given, spec in members.spec.relations.items():
        if spec.kind == kind:
            yield given, spec, (members.spec.name, "relations", given)


def _is(python: str, given: str) -> bool:
    return naming.wire_name(python) == given


def _check_ends(members: Members, found: Relation, spec: RelationSpec, path: Path) -> bool:
    other = naming.normal(spec.to)
    if found.unique:
        message = f"`{found.name}` of `{other}` is unique, so there are not many of them."
        hint = f"Leave this relation out, and write `back: {path[-1]}` there."
        members.problems.at_value((*path, "kind"), "spec.invalid-value", message, hint)
        return False
    if spec.cascade == "delete_orphan" and found.on_delete != "cascade":
        message = f"`delete_orphan` needs `on_delete: cascade` at `{found.name}` of `{other}`."
        hint = f"Write it there: {found.name}: {{…, on_delete: cascade}}."
        members.problems.at_value((*path, "cascade"), "spec.invalid-value", message, hint)
        return False
    return True


def _tell_missing(members: Members, given: str, spec: RelationSpec, path: Path) -> None:
    feature, other = members.spec.name, naming.normal(spec.to)
    message = f"No relation of `{other}` is the other end of `{given}`."
    hint = (
        f"Add to `{other}`, in the same spec: {members.names.singular}: {{kind: many_to_one, "
        f"to: {feature}, back: {given}}}."
    )
    members.problems.at_key(path, "spec.no-other-end", message, hint)


def _pasted(members: Members, given: str) -> str:
    """What to do where the other feature was generated before."""
    spec = members.spec.relations[given]
    name = members.names.class_name
    annotation = f'"{name} | None"' if spec.kind == "one_to_one" else f'list["{name}"]'
    begin = (
        "Leave `back` out. To have it by hand, write into that feature's model "
        f"{spec.back}: Mapped[{annotation}] = relationship("
    )
    if spec.kind == "many_to_many":
        return (
            f'{begin}secondary="{members.names.table}_{given}", viewonly=True, '
            f'order_by="{name}.id", lazy="raise"); the relation of this one stays as it is.'
        )
    return (
        f'{begin}back_populates="{given}", '
        f'lazy="raise"), and back_populates="{spec.back}" into the relation of this one.'
    )
