"""The commands: where each is, what it does in a line, and how it is typed."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command.

    Attributes:
        module: in this package; its ``command`` is the command.
        summary: the first sentence of the command's help.
        example: the last line of the command's help.
    """

    module: str
    summary: str
    example: str


COMMANDS = {
    "new": Entry(
        "new",
        "Create a project.",
        "Example: fastscaffold new api --database postgres --with cors",
    ),
    "add-feature": Entry(
        "add_feature",
        "Add a feature: its API, its table, its migration and its tests.",
        'Example: fastscaffold add-feature orders --fields "number:str(40):unique '
        'total:decimal(12,2):ge=0"',
    ),
    "add": Entry(
        "add",
        "Add capabilities to a project, or tests to its features.",
        "Example: fastscaffold add cors, or: fastscaffold add tests orders",
    ),
    "remove-feature": Entry(
        "remove_feature",
        "Take features out again, and keep what you have changed.",
        "Example: fastscaffold remove-feature orders --dry-run",
    ),
    "list": Entry(
        "list_",
        "List a project's features and capabilities.",
        "Example: fastscaffold list --json",
    ),
    "routes": Entry(
        "routes",
        "List the routes of any FastAPI project: who may call each, and where it stands.",
        "Example: fastscaffold routes ../service --json",
    ),
    "doctor": Entry(
        "doctor",
        "Say what is wrong with a project, and what has drifted.",
        "Example: fastscaffold doctor --project api",
    ),
    "audit": Entry(
        "audit",
        "Audit any FastAPI project.",
        "Example: fastscaffold audit ../service --format html --output audit.html",
    ),
    "do": Entry(
        "do",
        "Find the command for a plain sentence, show it, and run it.",
        'Example: fastscaffold do "add caching to my API"',
    ),
    "schema": Entry(
        "schema",
        "Print the JSON Schema of a spec file.",
        "Example: fastscaffold schema > spec.schema.json",
    ),
    "recover": Entry(
        "recover",
        "Finish, or undo, a run that was interrupted.",
        "Example: fastscaffold recover",
    ),
}

# What the commands of other tools are called that do the same; for hints alone.
CALLED = {
    "new": frozenset({"bootstrap", "create", "init", "project", "start", "startproject"}),
    "add-feature": frozenset({"crud", "feature", "generate", "resource", "scaffold", "startapp"}),
    "add": frozenset({"capability", "enable", "install", "test", "tests"}),
    "remove-feature": frozenset({"delete", "destroy", "drop", "remove", "rm", "uninstall"}),
    "list": frozenset({"features", "info", "ls", "show"}),
    "routes": frozenset({"endpoints", "paths", "urls"}),
    "doctor": frozenset({"diagnose", "status"}),
    "audit": frozenset({"analyze", "check", "fix", "lint", "review", "scan"}),
    "do": frozenset({"ask", "please"}),
    "recover": frozenset({"repair", "resume"}),
}
# What is done to take back a run that has ended, which no command does as a whole.
TAKING_BACK = frozenset({"reset", "restore", "revert", "rollback", "undo"})
