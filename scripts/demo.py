"""The main job, for real: a new project, the features of a spec, its migrations and its tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo"
PROJECT = DEMO / "shop"


def step(title: str, *command: str, cwd: Path) -> None:
    """Print a command and run it; a failure ends the demo with its exit code."""
    print(f"\n== {title}\n$ {' '.join(command)}", flush=True)
    # The project uses the environment that is here instead of installing one of its own.
    binaries = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": binaries + os.pathsep + os.environ["PATH"],
        "PYTHONPATH": "src",
    }
    done = subprocess.run(command, cwd=cwd, env=environment, check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)


def main() -> None:
    """Do it all in ``demo/``, which is emptied first."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    spec = str(ROOT / "examples" / "shop.yaml")
    step("Create a project", "fastscaffold", "new", "shop", "--no-input", cwd=DEMO)
    step("Add the features of a spec", "fastscaffold", "add-feature", "--spec", spec, cwd=PROJECT)
    step("Create the tables", "alembic", "upgrade", "head", cwd=PROJECT)
    step("Check the style", "ruff", "check", ".", cwd=PROJECT)
    step("Run its tests", "python", "-m", "pytest", "-q", cwd=PROJECT)
    print(
        f"\nServe it:\n  cd {PROJECT.relative_to(ROOT)}\n  make install run\n"
        "and open http://127.0.0.1:8000/docs"
    )


if __name__ == "__main__":
    main()
