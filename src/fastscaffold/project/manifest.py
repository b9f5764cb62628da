"""What fastscaffold remembers of a project, in ``.fastscaffold/``.

A record a feature and a record a capability, so that branches merge; what was generated is kept
beside the records, so that the user's edits can be told from ours whatever the tool's version:

- ``project.json``: how the project was made.
- ``features/<name>.json``, ``capabilities/<name>.json``, ``migrations/<revision>.json``: small.
- ``pristine/…``: the same names; the content of each generated file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping  # noqa: TC003 # records are checked by their types
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.project.stored import read_files, read_record

if TYPE_CHECKING:
    from fastscaffold.project.stored import Record
    from fastscaffold.tree import Tree

DIRECTORY = ".fastscaffold"
PROJECT_FILE = f"{DIRECTORY}/project.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """How a project was made, and where its parts are.

    Attributes:
        name: the name given to ``new``.
        package: the import package below ``src/``.
        python: lowest supported version, such as ``3.11``.
        database: ``sqlite`` or ``postgres``: what its ``.env`` started with.
        main: the file that holds the application.
        template: the copier template, or None for the packaged one.
        tool: version of fastscaffold that made it.
    """

    name: str
    package: str
    python: str
    database: str
    main: str
    template: str | None
    tool: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class FeatureRecord:
    """What was added for one feature.

    Attributes:
        names: every derived name; recorded so that a later version never renames a table.
        key: type of the primary key.
        spec: the spec as canonical YAML.
        fields: how many fields it has; in records of old with its relations.
        references: features that its relations refer to.
        migration: revision that creates its table.
        private: users may get only those of its rows that are their own.
        readers: the permission to get a row, as the spec says it; None where nobody can, and in
            records of old.
        owned: its rows belong to users.
        writers: the permission to change a row, in the same way.
        soft_delete: its rows are kept when they are deleted.
        versioned: clients have to name the version that they change.
        deletable: clients may delete its rows.
    """

    names: Mapping[str, str]
    key: str
    spec: str
    fields: int
    references: tuple[str, ...]
    migration: str
    tool: str
    private: bool = False
    readers: str | None = None
    owned: bool = False
    writers: str | None = None
    soft_delete: bool = False
    versioned: bool = False
    deletable: bool = True
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class CapabilityRecord:
    """A capability that is in."""

    name: str
    tool: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class MigrationRecord:
    """A generated migration and the features whose tables it creates."""

    path: str
    features: tuple[str, ...]
    tool: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Manifest:
    """Reads and writes the records of one project through a tree."""

    tree: Tree
    _cache: dict[str, object] = field(default_factory=dict[str, object], repr=False)

    @property
    def exists(self) -> bool:
        """Whether anything is remembered: fastscaffold made the project."""
        return self.tree.read(PROJECT_FILE) is not None

    def project(self) -> ProjectRecord:
        """The project's own record.

        Raises:
            ProjectError: it is missing or not valid.
        """
        return self._read(PROJECT_FILE, ProjectRecord)

    def features(self) -> tuple[str, ...]:
        """Names of all features, sorted."""
        return self._names("features")

    def feature(self, name: str) -> FeatureRecord:
        """The record of one feature.

        Raises:
            ProjectError: it is missing or not valid.
        """
        return self._read(record_path("features", name), FeatureRecord)

    def capabilities(self) -> tuple[str, ...]:
        """Names of all capabilities that are in, sorted."""
        return self._names("capabilities")

    def capability(self, name: str) -> CapabilityRecord:
        """The record of one capability.

        Raises:
            ProjectError: it is missing or not valid.
        """
        return self._read(record_path("capabilities", name), CapabilityRecord)

    def migrations(self) -> tuple[str, ...]:
        """Ids of all generated revisions, sorted."""
        return self._names("migrations")

    def recorded(self, kind: str) -> tuple[str, ...]:
        """Names of all that has a record or generated files of a kind, sorted."""
        return tuple(sorted({*self._names(kind), *self._names(kind, f"{DIRECTORY}/pristine")}))

    def migration(self, revision: str) -> MigrationRecord:
        """The record of one generated migration.

        Raises:
            ProjectError: it is missing or not valid.
        """
        return self._read(record_path("migrations", revision), MigrationRecord)

    def pristine(self, kind: str, name: str) -> dict[str, str]:
        """Path to content of the files that were generated for a record; empty if there is none.

        Raises:
            ProjectError: the file is not valid.
        """
        path = pristine_path(kind, name)
        content = self.tree.read_text(path)
        if content is None:
            return {}
        return read_files(path, content)

    def all_pristine(self) -> Iterator[tuple[str, str]]:
        """Pairs of path and content of every generated file."""
        for kind in ("base", "features", "capabilities", "migrations"):
            for name in self._names(kind, below=f"{DIRECTORY}/pristine"):
                yield from self.pristine(kind, name).items()

    def write_project(self, record: ProjectRecord, files: Mapping[str, str]) -> None:
        """Record the project itself and what ``new`` generated."""
        self._write(PROJECT_FILE, asdict(record))
        self._write(pristine_path("base", "project"), dict(sorted(files.items())))

    def write(
        self,
        kind: str,
        name: str,
        record: FeatureRecord | CapabilityRecord | MigrationRecord,
        files: Mapping[str, str],
    ) -> None:
        """Record a feature, a capability or a migration, and the files generated for it."""
        self._write(record_path(kind, name), asdict(record))
        self._write(pristine_path(kind, name), dict(sorted(files.items())))

    def remove(self, kind: str, name: str) -> None:
        """Forget a record and its files."""
        for path in (record_path(kind, name), pristine_path(kind, name)):
            if self.tree.exists(path):
                self.tree.delete(path)
            self._cache.pop(path, None)

    def _names(self, kind: str, below: str = DIRECTORY) -> tuple[str, ...]:
        entries = self.tree.list(f"{below}/{kind}")
        return tuple(entry.removesuffix(".json") for entry in entries if entry.endswith(".json"))

    def _read(self, path: str, record: type[Record]) -> Record:
        cached = self._cache.get(path)
        if isinstance(cached, record):
            return cached
        content = self.tree.read_text(path)
        if content is None:
            raise ProjectError(
                Message(
                    "project.no-record",
                    "The project's record is missing.",
                    path,
                    hint="Restore the file from version control.",
                )
            )
        value = read_record(record, path, content, FORMAT)
        self._cache[path] = value
        return value

    def _write(self, path: str, value: object) -> None:
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        self.tree.write(path, text.encode())
        self._cache.pop(path, None)


def record_path(kind: str, name: str) -> str:
    """Where the record of a feature, a capability or a migration is."""
    return f"{DIRECTORY}/{kind}/{name}.json"


def pristine_path(kind: str, name: str) -> str:
    """Where the files are that were generated for a record."""
    return f"{DIRECTORY}/pristine/{kind}/{name}.json"
