"""Resolves the fields and relations of one feature."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.fields.base import (
    FieldContext,
    check_field,
    default,
    invalid_samples,
    samples,
)
from fastscaffold.fields.loader import field_types
from fastscaffold.model import names as naming
from fastscaffold.model import reserved
from fastscaffold.model.check_bounds import bounded
from fastscaffold.model.ends import Relation
from fastscaffold.model.ownership import referable
from fastscaffold.model.relation_options import WITH_COLUMN, check_options
from fastscaffold.model.resource import Field, Names
from fastscaffold.spec.identifiers import MAX_LENGTH
from fastscaffold.spec.positions import ANYTHING
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastscaffold.fields.base import FieldType, Problem
    from fastscaffold.model.ends import Target
    from fastscaffold.spec.models import FeatureSpec, FieldSpec, RelationSpec
    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.problems import Problems

UNKNOWN_TARGET = "spec.unknown-target"


@dataclass(slots=True)
class Members:
    """A feature while its members are resolved.

    Attributes:
        broken: paths of what could not be read.
        taken: Python names of attributes to the names that the user gave; ``taken_columns`` and
            ``taken_aliases`` are those of the table and of JSON.
    """

    spec: FeatureSpec
    names: Names
    broken: frozenset[Path]
    problems: Problems
    taken: dict[str, str] = field(default_factory=dict[str, str])
    taken_columns: dict[str, str] = field(default_factory=dict[str, str])
    taken_aliases: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Claim the columns that the feature has anyhow."""
        own = [reserved.KEY_COLUMN]
        if self.spec.behaviours.timestamps:
            own += reserved.TIMESTAMP_COLUMNS
        for name in own:
            self.take_column(name, name, name, ())

    def take(self, python: str, given: str, path: Path) -> bool:
        """Claim an attribute's name; add an error where it is taken."""
        return self._claim(self.taken, python, given, path, f"{python}`")

    def take_column(self, column: str, alias: str, given: str, path: Path) -> bool:
        """Claim the names of a column in the table and in JSON; add an error where one is taken.

        Databases do not tell the case of a column's name.
        """
        in_table, in_json = f"{column}` in the table", f"{alias}` in JSON"
        return self._claim(
            self.taken_columns, column.lower(), given, path, in_table
        ) and self._claim(self.taken_aliases, alias, given, path, in_json)

    def _claim(self, taken: dict[str, str], key: str, given: str, path: Path, shown: str) -> bool:
        if key in taken:
            message = f"`{given}` clashes with `{taken[key]}`: both would be `{shown}."
            self.problems.at_key(path, "spec.name-clash", message, "Rename one of them.")
            return False
        taken[key] = given
        return True

    def named(
        self, given: str, path: Path, column: str | None = None, alias: str | None = None
    ) -> naming.FieldName | None:
        """Give a member's names; add an error, or a notice, where it cannot be called so."""
        timestamps = self.spec.behaviours.timestamps
        name = naming.field_name(given, timestamps=timestamps, column=column, alias=alias)
        if isinstance(name, naming.NameProblem):
            if name.key:
                self.problems.at_value((*path, name.key), name.code, name.message, name.hint)
            else:
                self.problems.at_key(path, name.code, name.message, name.hint)
            return None
        if name.python != given:
            told = f"`{name.wire}` in JSON and SQL"
            if name.wire != name.column:
                told = f"`{name.wire}` in JSON, and `{name.column}` in SQL"
            message = f"`{given}` is `{name.python}` in Python, and {told}."
            self.problems.notice(path, "spec.renamed", message)
        return name


def is_broken(members: Members, path: Path) -> bool:
    """Tell whether something below a path could not be read."""
    return any(broken[: len(path)] == path or broken == ANYTHING for broken in members.broken)


def resolve_relations(members: Members, targets: Mapping[str, Target]) -> list[Relation]:
    """Resolve the relations that have a column; the names of the others are claimed as well."""
    found: list[Relation] = []
    for given, relation in members.spec.relations.items():
        path = (members.spec.name, "relations", given)
        name = members.named(given, path)
        target = _target(members, relation, targets, path)
        check_options(members, given, relation, path)
        if relation.kind not in WITH_COLUMN:
            if name is not None:
                members.take(name.python, given, path)
            continue
        fine = _check_relation(members, given, relation, path)
        if name is None or target is None or not fine:
            continue
        unique = relation.unique or relation.kind == "one_to_one"
        foreign_key = f"{given}_id"
        if (
            members.take(name.python, given, path)
            and members.take(foreign_key, given, path)
            and members.take_column(foreign_key, foreign_key, given, path)
        ):
            found.append(
                Relation(
                    name=name.python,
                    field=foreign_key,
                    target=target,
                    on_delete=relation.on_delete,
                    nullable=relation.nullable,
                    immutable=relation.immutable,
                    unique=unique,
                    filter=relation.filter,
                    description=relation.description,
                    index=relation.index and not unique,
                    of=referable(members, relation, target, path),
                )
            )
    return found


def _target(
    members: Members, relation: RelationSpec, targets: Mapping[str, Target], path: Path
) -> Target | None:
    target = targets.get(naming.normal(relation.to))
    if target is None and not is_broken(members, (naming.normal(relation.to),)):
        hint = did_you_mean(relation.to, targets.keys() - {members.spec.name})
        if hint is None:
            # A reference to the feature itself is refused where it is not nullable.
            itself = set[str]() if relation.nullable else {members.spec.name}
            known = ", ".join(sorted(targets.keys() - itself)[:20])
            said = f"Known features are {known}. " if known else ""
            hint = f"{said}Add the other one first, or both in one spec."
        if naming.normal(relation.to) == "users":
            hint = "Users of `auth` are no feature; `behaviours: {ownership: true}` refers to them."
        message = f"There is no feature `{relation.to[:MAX_LENGTH]}` to refer to."
        members.problems.at_value((*path, "to"), UNKNOWN_TARGET, message, hint)
    return target


def _check_relation(members: Members, given: str, relation: RelationSpec, path: Path) -> bool:
    problems = members.problems
    before = len(problems.errors)
    if relation.on_delete == "set_null" and not relation.nullable:
        message = "`on_delete: set_null` needs a relation that is nullable."
        hint = "Add `nullable: true`, or choose restrict or cascade."
        problems.at_value((*path, "on_delete"), "spec.invalid-value", message, hint)
    if naming.normal(relation.to) == members.spec.name and not relation.nullable:
        message = f"`{given}` refers to its own feature and has to be nullable."
        hint = "Nobody could create the first row otherwise: add `nullable: true`."
        problems.at_key(path, "spec.invalid-value", message, hint)
    if given.endswith("_id"):
        message = f"The relation `{given}` would have the column `{given}_id`."
        hint = f"Call it `{given.removesuffix('_id')}`; the column is `{given}` then."
        problems.at_key(path, "spec.name", message, hint)
    if len(given) > MAX_LENGTH - len("_id"):
        message = f"The name of a relation has at most {MAX_LENGTH - 3} characters."
        problems.at_key(path, "spec.name", message, "Its column ends in `_id`: shorten the name.")
    return len(problems.errors) == before


def resolve_fields(members: Members, classes: Sequence[str]) -> list[Field]:
    """Resolve the fields.

    Args:
        members: the feature; receives the errors.
        classes: names that an enum of the feature may not have.
    """
    types = field_types()
    enums = [*classes, members.names.class_name]
    checks = [check.sql for check in members.spec.constraints.check]
    found: list[Field] = []
    for given, spec in members.spec.fields.items():
        path = (members.spec.name, "fields", given)
        name = members.named(given, path, spec.column, spec.alias)
        free = (
            name is not None
            and members.take(name.python, given, path)
            and members.take_column(name.column, name.wire, given, path)
        )
        kind = types.get(spec.type)
        if kind is None:
            continue
        problems = list(check_field(kind, spec))
        for problem in problems:
            _tell(members, problem, path)
        if name is None or not free or problems:
            continue
        context = FieldContext(
            name=name.python,
            column=name.column,
            module=f"app.features.{members.names.feature}.models",
            enum_class=naming.enum_class(members.names.class_name, given, enums),
        )
        if spec.type == "enum":
            enums.append(context.enum_class)
        sampled = bounded(kind, spec, name.column, checks)
        found.append(_field(kind, spec, context, sampled, given=given, alias=name.wire))
    return found


def _tell(members: Members, problem: Problem, path: Path) -> None:
    place: Path = (*path, problem.key)
    if problem.code == "spec.misplaced":
        members.problems.at_key(place, problem.code, problem.message, problem.hint)
        return
    if problem.at is not None:
        place = (*place, problem.at)
    members.problems.at_value(place, problem.code, problem.message, problem.hint)


def _field(
    kind: FieldType,
    spec: FieldSpec,
    context: FieldContext,
    sampled: FieldSpec,
    *,
    given: str,
    alias: str,
) -> Field:
    return Field(
        name=context.name,
        column_name=context.column,
        alias=alias,
        given=given,
        type_name=kind.name,
        python=kind.python(spec, context),
        annotation=kind.annotation(spec, context),
        output=kind.output(spec, context),
        column=kind.column(spec, context),
        nullable=spec.nullable,
        unique=spec.unique,
        index=spec.index and not spec.unique,
        immutable=spec.immutable,
        read_only=spec.read_only,
        search=spec.search,
        filter=spec.filter,
        sort=spec.sort,
        ranged=kind.ordered,
        secret=kind.write_only,
        default=default(kind, spec, context),
        enum=kind.enum(spec, context),
        description=spec.description,
        samples=samples(kind, sampled, context),
        examples=len(spec.examples),
        invalid=invalid_samples(kind, spec),
        criterion=kind.criterion(spec, context),
    )
