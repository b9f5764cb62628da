"""Decides what a spec means: from what the user said to resources with nothing left open."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from fastscaffold.model import names as naming
from fastscaffold.model.api import resolve_api
from fastscaffold.model.backs import connect
from fastscaffold.model.behaviours import claim_columns
from fastscaffold.model.checks import resolve_checks
from fastscaffold.model.circles import close_circles
from fastscaffold.model.constraints import resolve_constraints, without_needless_index
from fastscaffold.model.ends import Target
from fastscaffold.model.graph import CycleError, in_order
from fastscaffold.model.includes import with_includes
from fastscaffold.model.members import Members, is_broken, resolve_fields, resolve_relations
from fastscaffold.model.ownership import check_logins, check_referrers, is_private, owner_of
from fastscaffold.model.permissions import operations_of, readers_of, writers_of
from fastscaffold.model.plurals import plural, singular
from fastscaffold.model.relation_options import WITH_COLUMN
from fastscaffold.model.resource import Resource
from fastscaffold.model.selections import resolve_selections
from fastscaffold.spec.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fastscaffold.errors import Message
    from fastscaffold.model.resource import Names
    from fastscaffold.spec.loader import ParsedSpec
    from fastscaffold.spec.models import FeatureSpec


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a spec means.

    Attributes:
        resources: each after those that it refers to.
        specs: what the user said, in the same order.
        notices: names that came out otherwise than given.
    """

    resources: tuple[Resource, ...]
    specs: tuple[FeatureSpec, ...]
    notices: tuple[Message, ...] = ()


def resolve(
    parsed: ParsedSpec, known: Mapping[str, Target], capabilities: Collection[str] = ()
) -> Resolution:
    """Resolve all features of a spec together.

    Args:
        parsed: the spec, with the errors that reading it found.
        known: the features that the project has already, by name.
        capabilities: what it has besides features.

    Raises:
        SpecError: with every error of the spec, those of reading included.
    """
    problems = Problems(parsed.positions, list(parsed.errors), list(parsed.notices))
    return _Resolver(parsed, known, capabilities, problems).run()


@dataclass(slots=True)
class _Resolver:
    parsed: ParsedSpec
    known: Mapping[str, Target]
    capabilities: Collection[str]
    problems: Problems
    targets: dict[str, Target] = field(default_factory=dict[str, Target])
    members: dict[str, Members] = field(default_factory=dict[str, Members])

    @property
    def _specs(self) -> Mapping[str, FeatureSpec]:
        return {spec.name: spec for spec in self.parsed.features}

    @property
    def _everything(self) -> Mapping[str, Target]:
        """All that can be referred to; a project's features are looked up one by one."""
        return ChainMap(self.targets, cast("dict[str, Target]", self.known))

    def run(self) -> Resolution:
        specs = self._specs
        for spec in specs.values():
            self._name(spec)
        self._check_distinct(specs)
        order = self._order(specs)
        resources = [self._resource(specs[name]) for name in order]
        connected = connect(resources, self.members, self._everything)
        resources = with_includes(close_circles(connected), self.capabilities)
        self.problems.raise_errors()
        return Resolution(
            tuple(resources),
            tuple(specs[name] for name in order),
            notices=tuple(self.problems.notices),
        )

    def _name(self, spec: FeatureSpec) -> None:
        path = (spec.name,)
        refused = naming.feature_problem(spec.name)
        if refused is not None:
            self.problems.at_key(path, refused.code, refused.message, refused.hint)
        for problem in naming.naming_problems(spec.naming):
            place = (*path, "naming", problem.key)
            self.problems.at_value(place, problem.code, problem.message, problem.hint)
        derived = naming.derive_names(spec.name, spec.naming)
        self.targets[spec.name] = Target(
            derived,
            spec.primary_key.type,
            is_private(spec),
            readers_of(spec),
            owned=spec.behaviours.ownership,
            writers=writers_of(spec),
            soft_delete=spec.behaviours.soft_delete,
            versioned=spec.behaviours.optimistic_lock,
            deletable="delete" in operations_of(spec),
        )
        if refused is None:
            self._tell_names(spec, derived)

    def _tell_names(self, spec: FeatureSpec, derived: Names) -> None:
        path = (spec.name,)
        many = plural(spec.name)
        if many != spec.name:
            message = (
                f"The feature is called `{spec.name}`, as given, in the singular: "
                f"its table is `{derived.table}`, its path `{derived.path}`."
            )
            hint = f"Names of features are plural by convention: `{many}`."
            self.problems.notice(path, "spec.singular", message, hint)
        if spec.naming.singular is None and derived.singular != singular(spec.name):
            message = f"A single one is a `{derived.class_name}`: the shorter name is taken."
            hint = "`naming: {singular: …, class: …}` chooses others."
            self.problems.notice(path, "spec.renamed", message, hint)

    def _check_distinct(self, specs: Mapping[str, FeatureSpec]) -> None:
        """No two features may share a table, a path or a class."""
        others = {name: item.names for name, item in self.known.items() if name not in specs}
        for what in ("table", "path", "class_name"):
            owners = {str(getattr(names, what)): name for name, names in others.items()}
            for name, target in self.targets.items():
                value = str(getattr(target.names, what))
                if value in owners:
                    word = what.removesuffix("_name")
                    message = f"`{name}` and `{owners[value]}` would share the {word} `{value}`."
                    hint = f"Give one of them another: naming: {{{word}: …}}."
                    self.problems.at_key((name,), "spec.name-clash", message, hint)
                owners.setdefault(value, name)

    def _order(self, specs: Mapping[str, FeatureSpec]) -> list[str]:
        references = {
            name: [
                naming.normal(relation.to)
                for relation in spec.relations.values()
                if relation.kind != "one_to_many"
            ]
            for name, spec in specs.items()
        }
        needed = {
            (name, naming.normal(relation.to))
            for name, spec in specs.items()
            for relation in spec.relations.values()
            if relation.kind in WITH_COLUMN and not relation.nullable
        }
        pairs = {(name, target) for name, targets in references.items() for target in targets}
        try:
            return in_order(references, pairs - needed)
        except CycleError as error:
            first, second = error.path[:2]
            relations = specs[first].relations.items()
            name = next(name for name, item in relations if naming.normal(item.to) == second)
            message = f"Features need each other in a circle: {error}."
            hint = "Nobody could create the first row: make one of these relations nullable."
            place = (first, "relations", name)
            self.problems.at_key(place, "spec.invalid-value", message, hint)
            return list(specs)

    def _classes(self, spec: FeatureSpec) -> list[str]:
        """Classes of the features at the other ends of relations."""
        ends = [naming.normal(relation.to) for relation in spec.relations.values()]
        ends += [
            name
            for name, other in self._specs.items()
            if any(
                naming.normal(item.to) == spec.name and item.back
                for item in other.relations.values()
            )
        ]
        everything = self._everything
        return [everything[name].names.class_name for name in ends if name in everything]

    def _resource(self, spec: FeatureSpec) -> Resource:
        path = (spec.name,)
        target = self.targets[spec.name]
        members = Members(spec, target.names, self.parsed.broken, self.problems)
        self.members[spec.name] = members
        claim_columns(members)
        owner = owner_of(members)
        relations = resolve_relations(members, self._everything)
        fields = resolve_fields(members, self._classes(spec))
        if not (spec.fields or spec.relations or is_broken(members, path)):
            message = f"The feature `{spec.name}` has no fields."
            self.problems.at_key(path, "spec.no-fields", message, "Write fields: {name: str}.")
        selections = resolve_selections(members, fields, relations)
        check_logins(members)
        check_referrers(members, relations)
        keys = (*(() if owner is None else (owner,)), *selections.relations)
        checks = resolve_checks(members, selections.fields, keys)
        constraints = resolve_constraints(members, checks.fields, keys)
        kept = partial(
            without_needless_index,
            constraints=constraints,
            soft_delete=spec.behaviours.soft_delete,
        )
        return Resource(
            names=target.names,
            key=target.key,
            fields=checks.fields,
            relations=tuple(map(kept, selections.relations)),
            timestamps=spec.behaviours.timestamps,
            api=resolve_api(members, selections, self.capabilities),
            owner=None if owner is None else kept(owner),
            soft_delete=spec.behaviours.soft_delete,
            versioned=spec.behaviours.optimistic_lock,
            constraints=replace(constraints, check=checks.checks, aligned=checks.aligned),
        )
