"""What a command asks of the pipeline, and what it gets back. Plain data: cheap to import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.errors import ExitCode, Message
    from fastscaffold.tree.plan import Plan

Status = Literal["ok", "unchanged", "refused", "failed"]


class ConflictPolicy(StrEnum):
    """What becomes of a file that the user has changed and that a command wants to write.

    ``ours`` keeps the file as it is in the project, ``theirs`` takes the generated one,
    ``markers`` writes both into the file between conflict markers, as git does.
    """

    ASK = "ask"
    FAIL = "fail"
    OURS = "ours"
    THEIRS = "theirs"
    MARKERS = "markers"


class VerifyLevel(StrEnum):
    """How much is checked before a change is kept."""

    NONE = "none"
    STATIC = "static"
    TESTS = "tests"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that stands in the way.

    Attributes:
        path: relative to the project.
        current: bytes on disk.
        incoming: bytes that were generated; None where the file is to be removed.
    """

    path: str
    current: bytes
    incoming: bytes | None


class Interaction(Protocol):
    """The questions that a pipeline may ask. The command line answers them, or refuses to."""

    def resolve(self, conflict: Conflict) -> ConflictPolicy:
        """Say what to do about one conflict: ours, theirs or markers.

        Raises:
            ConflictError: nobody is there to be asked.
        """
        ...

    def confirm(self, plan: Plan) -> bool:
        """Say whether the plan is to be carried out."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """The flags that every writing command shares.

    Attributes:
        agreed: somebody says ``--yes``, or is asked before anything is written.
    """

    dry_run: bool = False
    on_conflict: ConflictPolicy = ConflictPolicy.FAIL
    verify: VerifyLevel = VerifyLevel.STATIC
    allow_dirty: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class NewProject:
    """``fastscaffold new``.

    Attributes:
        name: what the user typed: the directory's and the project's name.
        parent: the directory in which the project's directory is made.
        with_capabilities: added to those of the profile; ``without_capabilities`` taken away.
        python: ``3.11`` to ``3.14``.
        template: a copier template other than the packaged one.
        secret_key: for the ``.env``; a fresh one where it is left out.
    """

    name: str
    parent: Path
    profile: Literal["production", "minimal"] = "production"
    with_capabilities: tuple[str, ...] = ()
    without_capabilities: tuple[str, ...] = ()
    database: Literal["sqlite", "postgres"] = "sqlite"
    package: str = "app"
    python: str = "3.11"
    template: str | None = None
    secret_key: str | None = None
    git: bool = True
    install: bool = False


@dataclass(frozen=True, slots=True)
class AddFeature:
    """``fastscaffold add-feature``.

    Attributes:
        name: the feature; None to add all features of ``spec_text``.
        fields: one text for each ``--fields``.
        spec_text: content of the YAML file, undecoded.
        spec_source: how to name that file in errors: its path, or ``<stdin>``.
    """

    name: str | None = None
    fields: tuple[str, ...] = ()
    spec_text: bytes | None = None
    spec_source: str = "<spec>"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a command. Reports and exit codes are made from this alone."""

    status: Status
    plan: Plan | None
    dry_run: bool = False
    exit_code: ExitCode | int = 0
    issues: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    notices: tuple[Message, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """A feature as ``list`` shows it.

    Attributes:
        path: of its endpoints, as clients ask for it.
    """

    name: str
    class_name: str
    path: str
    fields: int
    edited_files: int


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """A capability as ``list`` and ``add --list`` show it.

    Attributes:
        profiles: profiles of ``new`` that include it.
    """

    name: str
    summary: str
    installed: bool
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a project is made of; ``root`` is None where there is no project."""

    root: Path | None
    features: tuple[FeatureRow, ...]
    capabilities: tuple[CapabilityRow, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The answer of ``doctor``: nothing wrong where all three are empty."""

    root: Path
    issues: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route as ``routes`` shows it.

    Attributes:
        method: in upper case; ``WEBSOCKET`` for those.
        path: with the prefixes of all that it is included in.
        permission: who may call it: ``public``, ``authenticated``, or what is asked for.
        guards: names of the dependencies that refuse.
        handler: the function, with its class where it has one.
        file: where that stands, relative to the project.
        application: as a server is told it; empty where the source does not decide.
    """

    method: str
    path: str
    permission: str
    guards: tuple[str, ...]
    handler: str
    file: str
    line: int
    application: str


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes that a project serves.

    Attributes:
        issues: files that could not be read: what they serve is missing.
        warnings: what the source leaves open.
    """

    rows: tuple[RouteRow, ...]
    issues: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    notices: tuple[Message, ...] = ()
