"""Makes real projects, through the pipeline as commands use it, and runs their own tools."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold import pipeline
from fastscaffold.requests import AddFeature, ConflictPolicy, NewProject, Options, VerifyLevel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.requests import Conflict, Result
    from fastscaffold.tree import Plan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SECRET_KEY = "k3-5uZqfW0s7Ry_Ld9Xb2TnGvEo4HmJa8CpIi6Yt1"


class Nobody:
    """Answers as a run without a terminal does."""

    def resolve(self, conflict: Conflict) -> ConflictPolicy:
        raise AssertionError(conflict.path)

    def confirm(self, plan: Plan) -> bool:
        assert plan.changes
        return True


def create(parent: Path, name: str = "api", **options: object) -> Result:
    """Run ``new`` without git."""
    request = NewProject(
        name=name,
        parent=parent,
        git=False,
        secret_key=SECRET_KEY,
        **{"python": "3.11", **options},  # type: ignore[arg-type]
    )
    return pipeline.new_project(request, Options(), Nobody())


def new(parent: Path, name: str = "api", **options: object) -> Path:
    """Create a project without git; return its directory."""
    result = create(parent, name, **options)
    assert result.status == "ok", result.issues
    return parent / name


def add(
    project: Path, spec: str | Path, *, verify: VerifyLevel = VerifyLevel.STATIC, **options: object
) -> Result:
    """Add the features of a YAML spec."""
    text = spec.read_bytes() if isinstance(spec, Path) else spec.encode()
    request = AddFeature(spec_text=text, spec_source="spec.yaml")
    return pipeline.add_features(
        project,
        request,
        Options(verify=verify, **options),  # type: ignore[arg-type]
        Nobody(),
    )


def add_inline(project: Path, name: str, *fields: str, **options: object) -> Result:
    """Add a feature as ``--fields`` does."""
    request = AddFeature(name=name, fields=fields)
    return pipeline.add_features(
        project,
        request,
        Options(**options),  # type: ignore[arg-type]
        Nobody(),
    )


def remove(project: Path, *names: str, **options: object) -> Result:
    """Remove features."""
    return pipeline.remove_features(
        project,
        names,
        Options(**options),  # type: ignore[arg-type]
        Nobody(),
    )


def copied(project: Path, to: Path) -> Path:
    """Copy a project, to be changed without harm to the original."""
    return Path(shutil.copytree(project, to, symlinks=True))


def content(project: Path) -> dict[str, bytes]:
    """Path to bytes of everything in a project."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


MYPY_CACHES = Path(__file__).resolve().parents[2] / ".cache" / "mypy"
# The first makes tests of a project thorough; the second makes each of their processes compile
# the application anew.
LEFT_OUT = ("CI", "PYTHONDONTWRITEBYTECODE")
# Longer than any of them takes; less than all tests together may take.
PATIENCE_SECONDS = 1_200


@dataclass(frozen=True)
class Tools:
    """Runs a project's own tools with the interpreter of the tests.

    Attributes:
        project: where they are run.
        database_url: for Alembic and the tests; None for what the project has by itself.
        variables: of the environment besides.
    """

    project: Path
    database_url: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> str:
        """Run a tool of the environment; return its output.

        Raises:
            AssertionError: it failed; with all that it printed.
        """
        environment = {
            key: value
            for key, value in os.environ.items()
            if key not in LEFT_OUT and not key.startswith(("PYTEST", "COV"))
        }
        environment |= {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": "src",
            "NO_COLOR": "1",
            "PYTHONFAULTHANDLER": "1",
            # What mypy knows of libraries is the same for all projects; two must not write at once.
            "MYPY_CACHE_DIR": str(MYPY_CACHES / os.environ.get("PYTEST_XDIST_WORKER", "main")),
            **self.variables,
        }
        if self.database_url is not None:
            environment |= {
                "DATABASE_URL": self.database_url,
                "TEST_DATABASE_URL": self.database_url,
            }
        with subprocess.Popen(
            command,
            cwd=self.project,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        ) as process:
            try:
                output, _ = process.communicate(timeout=PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                # It says where it waits; its children, too, which would be waited for.
                os.killpg(process.pid, signal.SIGABRT)
                output, _ = process.communicate()
        assert process.returncode == 0, f"{' '.join(command)}\n{output}"
        return output

    def check_style(self) -> None:
        """Check with the project's own ruff configuration."""
        self.run("ruff", "check", "--no-cache", ".")
        self.run("ruff", "format", "--check", "--no-cache", ".")

    def check_types(self) -> None:
        """Check with mypy and pyright, strictly, as the project is configured."""
        self.run("mypy")
        self.run("pyright", "--pythonpath", sys.executable)

    def migrate_up_and_down(self) -> None:
        """Go to the newest revision, compare with the models, go back, and go again."""
        self.run("alembic", "upgrade", "head")
        assert "No new upgrade operations detected" in self.run("alembic", "check")
        self.run("alembic", "downgrade", "base")
        self.run("alembic", "upgrade", "head")

    def test(self, *arguments: str) -> str:
        """Run the project's tests."""
        return self.run("python", "-m", "pytest", "-q", *arguments)
