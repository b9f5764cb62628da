"""Makes ``docs/terminal.svg`` from a real run in a temporary directory."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "terminal.svg"
WIDTH = 88
# The picture is to need nothing from anywhere.
_REMOTE = re.compile(r"[ \t]*(@font-face \{.*?\}|<!--.*?-->)\n", re.DOTALL)
_FONTS = "Fira Code, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"


@dataclass(frozen=True)
class Scene:
    """A command, the directory it is typed in, and how much of its output is shown."""

    command: str
    directory: str
    first: int
    last: int


SCENES = (
    Scene("fastscaffold new shop --yes", ".", first=2, last=7),
    Scene(
        "fastscaffold add-feature orders --yes \\\n"
        '    --fields "number:str(40):unique total:decimal(12,2):ge=0 \\\n'
        '              status:enum(draft,paid,shipped)=draft placed_at:datetime?"',
        "shop",
        first=10,
        last=6,
    ),
)


def run(scene: Scene, base: Path) -> str:
    """Run a command; return what it printed, with its colours."""
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    words = shlex.split(scene.command.replace("\\\n", " "))
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=base / scene.directory,
        env=environment | {"FORCE_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return done.stdout.rstrip("\n")


def lines(scene: Scene, output: str) -> list[Text]:
    """The prompt, the command, and the chosen lines of the output."""
    printed = output.split("\n")
    # The tool's own records stand first and tell least.
    shown = [line.rstrip() for line in printed if "  .fastscaffold/" not in line]
    prompt = "~" if scene.directory == "." else f"~/{scene.directory}"
    gap = f"          …  {len(printed) - scene.first - scene.last} more files"
    shown[scene.first : -scene.last] = [f"\x1b[2m{gap}\x1b[0m"]
    typed = Text.assemble((f"{prompt} $ ", "bold cyan"), (scene.command, "bold"))
    return [typed, *map(Text.from_ansi, shown), Text()]


def main() -> None:
    """Run everything and write the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as directory:
        for scene in SCENES:
            for line in lines(scene, run(scene, Path(directory))):
                console.print(line, highlight=False, soft_wrap=True)
        if (drawn := console.export_text(clear=False)).count(directory):
            sys.exit(f"The picture would show a path of this machine:\n{drawn}")
    picture = console.export_svg(title="fastscaffold", unique_id="terminal")
    picture = _REMOTE.sub("", picture).replace("Fira Code, monospace", _FONTS)
    # Without trailing blanks and with one line end, so that nothing changes from run to run.
    text = "\n".join(line.rstrip() for line in picture.strip().split("\n")) + "\n"
    PICTURE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
