"""Asks for a feature, field by field, and shows the spec that comes of it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.cli.behaviour_prompts import DEFAULTS, ask_behaviours, with_behaviours
from fastscaffold.cli.field_prompts import ask_field
from fastscaffold.cli.prompts import Choice, ask_one, ask_text, told
from fastscaffold.cli.terminal import visible
from fastscaffold.requests import AddFeature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fastscaffold.cli.report import Report
    from fastscaffold.spec.loader import ParsedSpec

# Whatever reads specs waits for the person's first answer.
# ruff: noqa: PLC0415


_AUTH = "auth"
_LINES = "\n"
_WAYS_ON = (
    Choice("go on", "add the feature as shown"),
    Choice("add", "add fields"),
    Choice("edit", "change a field"),
    Choice("remove", "take a field out"),
    Choice("behaviours", "change what it does beyond its fields"),
    Choice("abort", "stop here and change nothing"),
)


class Wizard:
    """Collects the inline texts of one feature's fields, and its behaviours.

    Args:
        project: as given with ``--project``.
        name: the feature, where it was given.
        report: shows the spec.
    """

    def __init__(self, project: Path | None, name: str | None, report: Report) -> None:
        from fastscaffold import queries

        self._project = project
        self._report = report
        listing = queries.list_project(project)
        self._existing = tuple(row.name for row in listing.features)
        self._capabilities = tuple(row.name for row in listing.capabilities if row.installed)
        self._name = name
        self._fields: list[str] = []
        self._behaviours: tuple[str, ...] = DEFAULTS

    def ask(self) -> AddFeature:
        """Ask until the person agrees with the spec. A second call goes on with that spec.

        Raises:
            KeyboardInterrupt: the person wants to stop.
        """
        self._name = self._name or ask_text(
            "Name of the feature, plural:", check=self._name_problem
        )
        if not self._fields:
            self._add()
            self._ask_behaviours()
        while True:
            self._report.out.line(f"\n{visible(self._yaml(), keep=_LINES)}")
            match ask_one("Is this right?", _WAYS_ON):
                case "go on":
                    return self._request(self._name)
                case "add":
                    self._add()
                case "edit":
                    self._edit()
                case "remove":
                    self._remove()
                case "behaviours":
                    self._ask_behaviours()
                case _:
                    raise KeyboardInterrupt

    def tell_command(self) -> None:
        """Show what to type to get the same without questions."""
        words = ["fastscaffold", "add-feature", self._name or ""]
        if self._project is not None:
            words += ["--project", str(self._project)]
        self._report.out.line("\nThe same without questions:")
        if self._is_inline:
            command = shlex.join([*words, "--fields", " ".join(self._fields)])
            self._report.out.line(f"  {visible(command)}")
            return
        command = shlex.join([*words, "--spec", "-"])
        # Not indented: the shell looks for the last line as it is.
        here = f"{command} <<'SPEC'\n{self._yaml()}SPEC"
        self._report.out.line(visible(here, keep=_LINES))

    @property
    def _is_inline(self) -> bool:
        """Whether the inline notation, which has fields alone, says all of it."""
        return set(self._behaviours) == set(DEFAULTS)

    def _request(self, name: str) -> AddFeature:
        if self._is_inline:
            return AddFeature(name=name, fields=tuple(self._fields))
        return AddFeature(name=name, spec_text=self._yaml().encode())

    def _add(self) -> None:
        while True:
            text = ask_text(
                f"Field {len(self._fields) + 1}: a name, or all of it as in "
                "total:decimal(12,2); empty to end:",
                check=self._entry_problem,
            )
            if not text:
                return
            if ":" in text:
                self._fields += split_items(text)
                continue
            field = ask_field(text, (*self._existing, self._name or ""))
            problem = self._problem([*self._fields, field])
            if problem is None:
                self._fields.append(field)
            else:
                # Without an answer lost: what was put together can be mended as text.
                self._report.err.line(visible(problem, keep=_LINES))
                self._fields += split_items(
                    ask_text("Mend it:", default=field, check=self._entry_problem)
                )

    def _edit(self) -> None:
        place = self._which("Which one?")
        others = [*self._fields[:place], *self._fields[place + 1 :]]

        def check(text: str) -> str | None:
            return self._problem([*others, text]) if text else "Remove it from the menu instead."

        text = ask_text("Change it:", default=self._fields[place], check=check)
        self._fields[place : place + 1] = split_items(text)

    def _remove(self) -> None:
        del self._fields[self._which("Which one is to go?")]
        if not self._fields:
            self._add()

    def _ask_behaviours(self) -> None:
        def check(chosen: Sequence[str]) -> str | None:
            return self._meant(self._parsed(self._fields, chosen))

        has_users = _AUTH in self._capabilities
        self._behaviours = ask_behaviours(self._behaviours, check, has_users=has_users)

    def _which(self, question: str) -> int:
        return self._fields.index(ask_one(question, [Choice(field) for field in self._fields]))

    def _name_problem(self, text: str) -> str | None:
        from fastscaffold import queries
        from fastscaffold.errors import UsageError
        from fastscaffold.spec.loader import load_inline

        errors = load_inline(text, ["probe:str"]).errors
        if errors:
            return told(errors[0].message, errors[0].hint)
        if text in self._existing:
            return "The project has this feature already."
        try:
            queries.check_feature_name(self._project, text)
        except UsageError as error:
            return told(error.messages[0].message, error.messages[0].hint)
        return None

    def _entry_problem(self, text: str) -> str | None:
        if not text:
            return None if self._fields else "A feature has at least one field."
        return self._problem([*self._fields, text if ":" in text else f"{text}:str"])

    def _problem(self, fields: Sequence[str]) -> str | None:
        from fastscaffold.fields.base import check_field
        from fastscaffold.fields.loader import field_types

        parsed = self._parsed(fields, self._behaviours)
        if parsed.errors:
            return told(parsed.errors[0].message, parsed.errors[0].hint)
        types = field_types()
        for spec in parsed.features:
            for name, field in spec.fields.items():
                for problem in check_field(types[field.type], field):
                    return f"{name}: {told(problem.message, problem.hint)}"
        return self._meant(parsed)

    def _meant(self, parsed: ParsedSpec) -> str | None:
        """Say what is wrong with the feature among those that the project has."""
        from fastscaffold.errors import SpecError
        from fastscaffold.model.ends import Target
        from fastscaffold.model.names import derive_names
        from fastscaffold.model.resolve import resolve
        from fastscaffold.spec.models import NamingSpec

        known = {name: Target(derive_names(name, NamingSpec()), "uuid") for name in self._existing}
        try:
            resolve(parsed, known, self._capabilities)
        except SpecError as error:
            return told(error.messages[0].message, error.messages[0].hint)
        return None

    def _parsed(self, fields: Sequence[str], behaviours: Sequence[str]) -> ParsedSpec:
        from fastscaffold.spec.loader import load_inline

        parsed = load_inline(self._name or "", fields)
        features = tuple(with_behaviours(spec, behaviours) for spec in parsed.features)
        return replace(parsed, features=features)

    def _yaml(self) -> str:
        from fastscaffold.spec.write import dump_feature

        return dump_feature(self._parsed(self._fields, self._behaviours).features[0])


def split_items(text: str) -> list[str]:
    """Split inline text, which follows the grammar, into the texts of its fields."""
    from fastscaffold.spec.inline import parse_items

    starts = [item.at for item in parse_items(text)[0]]
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip(" \t,") for start, end in zip(starts, ends, strict=True)]
