"""Which generated files the user has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.errors import Message

if TYPE_CHECKING:
    from fastscaffold.project.manifest import Manifest

MISSING = "project.missing-file"


@dataclass(frozen=True, slots=True)
class Drift:
    """Generated files of one record that are not as they were generated.

    Attributes:
        feature: its name, if it is the record of a feature.
    """

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    feature: str = ""

    def issues(self) -> list[Message]:
        """What is missing; what was changed is the user's good right."""
        return [
            Message(
                MISSING,
                "The file was generated and is not there.",
                path,
                hint=self._remedy(path),
            )
            for path in self.missing
        ]

    def _remedy(self, path: str) -> str:
        restore = "Restore it from version control"
        if self.feature and path.startswith("tests/"):
            command = f"`fastscaffold add tests {self.feature}`"
            return f"{restore}, or have {command} write it as it was generated."
        return f"{restore}."


def drift(manifest: Manifest, kind: str, name: str) -> Drift:
    """Compare what was generated for a record with what is there.

    Raises:
        ProjectError: a record is damaged, or a file cannot be read.
    """
    changed: list[str] = []
    missing: list[str] = []
    for path, content in manifest.pristine(kind, name).items():
        current = manifest.tree.read(path)
        if current is None:
            missing.append(path)
        elif current != content.encode():
            changed.append(path)
    return Drift(tuple(changed), tuple(missing), name if kind == "features" else "")
