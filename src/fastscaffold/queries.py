"""The whole way of every command that only reads: nothing here changes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.requests import CapabilityRow, Diagnosis, FeatureRow, Listing

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from fastscaffold.audit.audit import Audit
    from fastscaffold.intents.answer import Answer
    from fastscaffold.requests import NewProject, Routes

# Every import below waits for the command that needs it: imports cost more than work.
# ruff: noqa: PLC0415


def check_choice(request: NewProject) -> None:
    """Check the capabilities that a new project is to have.

    Raises:
        UsageError: they contradict each other.
    """
    from fastscaffold.generators.new_choice import chosen_capabilities
    from fastscaffold.generators.workspace import catalogue

    chosen_capabilities(request, catalogue())


def check_feature_name(project: Path | None, name: str) -> None:
    """Check that no capability of a project has the name of a new feature.

    Raises:
        ProjectError: there is no project, or its records are damaged.
        UsageError: one has.
    """
    from fastscaffold.errors import UsageError
    from fastscaffold.generators.capability_features import taken_message, taken_names
    from fastscaffold.generators.workspace import open_project
    from fastscaffold.model.names import derive_names
    from fastscaffold.spec.models import NamingSpec

    taken = taken_names([derive_names(name, NamingSpec())], open_project(project))
    if taken:
        raise UsageError(*map(taken_message, taken))


def untested_features(project: Path | None) -> tuple[str, ...]:
    """The names of the features that have no tests.

    Raises:
        ProjectError: the project cannot be read.
    """
    from fastscaffold.generators.untested import hand_written, untested
    from fastscaffold.generators.workspace import open_any_project

    workspace = open_any_project(project)
    return untested(workspace, hand_written(workspace))


def list_project(project: Path | None) -> Listing:
    """Say what a project is made of.

    Raises:
        ProjectError: there is no project, or its records are damaged.
    """
    from fastscaffold.generators.registration import API_PREFIX
    from fastscaffold.generators.workspace import open_project
    from fastscaffold.project.drift import drift

    workspace = open_project(project)
    manifest = workspace.manifest
    features = tuple(
        FeatureRow(
            name=name,
            class_name=manifest.feature(name).names["class_name"],
            path=API_PREFIX + manifest.feature(name).names["path"],
            fields=manifest.feature(name).fields,
            edited_files=len(drift(manifest, "features", name).changed),
        )
        for name in manifest.features()
    )
    return Listing(workspace.root, features, _capability_rows(workspace.root))


def list_capabilities(project: Path | None) -> Listing:
    """Say which capabilities there are, and which of them a project has (none without one)."""
    from fastscaffold.errors import ProjectError
    from fastscaffold.project.discover import find_project

    try:
        root = find_project(project)
    except ProjectError:
        root = None
    return Listing(root, (), _capability_rows(root))


def diagnose(project: Path | None) -> Diagnosis:
    """Look for drift, several migration heads and features that are not registered.

    Raises:
        ProjectError: there is no project, or its records are damaged.
    """
    from fastscaffold.generators.doctor import examine
    from fastscaffold.generators.workspace import open_project

    return examine(open_project(project))


def list_routes(project: Path | None) -> Routes:
    """Say what a FastAPI project serves, whoever made it; nothing of it is imported or run.

    Raises:
        ProjectError: the directory cannot be read, or nothing in it makes an application.
    """
    from fastscaffold.generators.routes import routes
    from fastscaffold.generators.workspace import open_any_project

    return routes(open_any_project(project))


def find_command(project: Path | None, sentence: str) -> Answer:
    """Find the command that a plain sentence asks for; runs nothing and changes nothing.

    Args:
        project: where the sentence is said (default: here); need not be a project.
        sentence: plain English.

    Raises:
        ProjectError: the records of the project are damaged.
    """
    from fastscaffold.generators.spoken import surroundings, with_features
    from fastscaffold.intents.find import find

    where = surroundings(project)
    found = find(sentence, where)
    if where.inside or not found.names_tests:
        return found
    # Which features others have takes all of their source to tell: only tests ask for it.
    return find(sentence, with_features(project, where))


def audit_project(root: Path, only: Collection[str] = ()) -> Audit:
    """Audit any FastAPI project, of which nothing is imported, run or changed.

    Args:
        root: its directory.
        only: topics, identifiers or names of rules; all by default.

    Raises:
        ProjectError: the directory cannot be read, or holds no Python.
        UsageError: there is no such topic or rule.
    """
    from fastscaffold.audit.audit import audit, check_names, check_python
    from fastscaffold.errors import Message, ProjectError

    check_names(only)
    try:
        found = audit(root, only)
    except OSError as error:
        reason = error.strerror or "It cannot be read"
        raise ProjectError(Message("audit.directory", f"{reason}.", str(root))) from error
    check_python(found)
    return found


def audit_report(found: Audit, form: str) -> str:
    """An audit as ``json``, ``sarif``, ``markdown`` or ``html``."""
    import json

    match form:
        case "json":
            from fastscaffold.audit.reports.document import document

            return json.dumps(document(found), indent=2) + "\n"
        case "sarif":
            from fastscaffold.audit.reports.sarif import sarif

            return json.dumps(sarif(found), indent=2) + "\n"
        case "markdown":
            from fastscaffold.audit.reports.markdown import markdown

            return markdown(found)
        case _:
            from fastscaffold.audit.reports.page import page
            from fastscaffold.render.page import render_page

            return render_page("audit", "page.html.jinja", page(found))


def explain(name: str, form: str) -> str:
    """What an audit calls by some name, as ``json`` or as Markdown.

    Args:
        name: a rule, a point of the health check or the security checklist, a topic, or ``all``;
            what is a point and a topic is explained as both.
        form: ``json``, or anything else for Markdown.

    Raises:
        UsageError: there is no such name.
    """
    import json

    from fastscaffold.audit.audit import unknown_name
    from fastscaffold.audit.points import named
    from fastscaffold.audit.reports.explain import explained, explained_document
    from fastscaffold.errors import UsageError

    found = named(name)
    if found is None:
        raise UsageError(unknown_name(name))
    if form == "json":
        return json.dumps(explained_document(found), indent=2) + "\n"
    return explained(found)


def spec_schema() -> str:
    """The JSON Schema of a spec file, as indented JSON."""
    import json

    from fastscaffold.reference.schema import json_schema

    return json.dumps(json_schema(), indent=2) + "\n"


def spec_reference() -> str:
    """The reference of the spec language, as Markdown."""
    from fastscaffold.reference.markdown import reference

    return reference()


def _capability_rows(root: Path | None) -> tuple[CapabilityRow, ...]:
    from fastscaffold.generators.workspace import catalogue
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.tree import Tree

    installed = () if root is None else Manifest(Tree(root)).capabilities()
    return tuple(
        CapabilityRow(
            capability.name,
            capability.summary,
            installed=capability.name in installed,
            profiles=capability.profiles,
        )
        for capability in catalogue(root).all()
    )
