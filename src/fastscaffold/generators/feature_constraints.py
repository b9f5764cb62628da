"""What tests try of constraints over several columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_keys import told_key
from fastscaffold.generators.feature_members import members
from fastscaffold.model.resource import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.generators.feature_members import Member
    from fastscaffold.model.ends import Relation
    from fastscaffold.model.resource import Resource

# Tests of relations use the first row of a feature and the second.
OTHER_ROW = 2
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Target:
    """A row that a body has to refer to, since factories leave the foreign key empty.

    Attributes:
        field: the foreign key.
        factory: makes the row; ``key`` is its key in JSON.
    """

    field: str
    factory: str
    key: str


@dataclass(frozen=True, slots=True)
class Together:
    """Values that no two rows share, as tests see them.

    Attributes:
        label: for names of tests.
        fields: what clients send of them.
        targets: rows that bodies have to refer to besides.
        updatable: those of the fields that an update may change; ``fixed`` the others.
    """

    label: str
    fields: tuple[str, ...]
    targets: tuple[Target, ...]
    updatable: tuple[str, ...]
    fixed: tuple[str, ...]

    @property
    def varied(self) -> tuple[str, ...]:
        """Those of the fields that differ from row to row."""
        shared = {target.field for target in self.targets}
        return tuple(name for name in self.fields if name not in shared)


def together(resource: Resource) -> Iterator[Together]:
    """What is unique together and can be sent by clients."""
    listed = {item.name: item for item in members(resource)}
    labels = _short(["_and_".join(item.members) for item in resource.constraints.together])
    mixed = resource.constraints.aligned
    own = {} if resource.owner is None else {resource.owner.field: resource.owner}
    for item in resource.constraints.together:
        sent = [listed[name] for name in item.members if name in listed and name not in own]
        if len(sent) + len(own.keys() & set(item.members)) < len(item.members):
            continue
        if any(member.read_only or member.name in mixed for member in sent):
            continue
        yield Together(
            label=labels["_and_".join(item.members)],
            fields=tuple(member.alias for member in sent),
            targets=tuple(
                _target(relation)
                for relation in resource.relations
                if relation.field in item.members and not resource.fills(relation)
            ),
            updatable=tuple(member.alias for member in sent if member.updatable),
            fixed=tuple(member.alias for member in sent if not member.updatable),
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition, as tests see it.

    Attributes:
        label: for names of tests.
        fields: wire names of the fields that are told.
        body: expression of the values that break it; empty where clients cannot.
        updatable: whether an update may break it.
        change: expression of the values of an update that changes several of its fields, and meets
            it; empty where there is none.
        itself: expression of the values with which the row ``row`` would refer to itself; empty
            where it may, or clients cannot.
    """

    label: str
    fields: tuple[str, ...]
    body: str
    updatable: bool
    change: str
    itself: str


def checked(resource: Resource) -> Iterator[Checked]:
    """The conditions that clients can break, or change their fields."""
    listed = {item.name: item for item in members(resource)}
    labels = _short([check.name for check in resource.constraints.check])
    key = Code(told_key(resource.key, "row"))
    for check in resource.constraints.check:
        sent = [listed[name] for name in check.broken]
        yield Checked(
            label=labels[check.name],
            fields=tuple(member.alias for member in sent),
            body=_body(check.broken, listed),
            updatable=all(member.updatable for member in sent),
            change=_body(check.moved, listed) if len(check.moved) > 1 else "",
            itself=_body(
                {name: key for name in check.not_itself if listed[name].updatable}, listed
            ),
        )


def _body(values: Mapping[str, Code], listed: Mapping[str, Member]) -> str:
    pairs = ", ".join(f'"{listed[name].alias}": {code.text}' for name, code in values.items())
    return f"{{{pairs}}}" if pairs else ""


def rows_apart(resource: Resource) -> dict[str, int]:
    """How many rows further each foreign key refers.

    Two relations to one feature refer to the same row, unless a condition compares them: then to
    another one, and not to the next, which tests make themselves.
    """
    apart: dict[str, int] = {}
    for check in resource.constraints.check:
        seen: list[str] = []
        for relation in resource.foreign_keys:
            target = relation.target.names.feature
            if relation.field in check.members and target in seen:
                apart[relation.field] = OTHER_ROW * seen.count(target)
            seen.append(target)
    return apart


def _short(labels: Sequence[str]) -> dict[str, str]:
    """Cut labels so that names of tests fit a line, and stay distinct."""
    found: dict[str, str] = {}
    for label in labels:
        short, count = label[:LONGEST_LABEL].rstrip("_"), 2
        while short in found.values():
            short, count = f"{label[:LONGEST_LABEL]}_{count}", count + 1
        found[label] = short
    return found


def _target(relation: Relation) -> Target:
    factory = f"{relation.target.names.class_name}Factory"
    return Target(relation.field, factory, told_key(relation.target.key, "target"))
