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
        """What is missing; what was changed is the user's good right.

        So is leaving out what only a platform reads: ``given_up``.
        """
        return [
            Message(
                MISSING,
                "The file was generated and is not there.",
                path,
                hint=self._remedy(path),
            )
            for path in self.missing
            if not is_of_platform(path)
        ]

    @property
    def given_up(self) -> tuple[str, ...]:
        """Files that are missing and that the application does without."""
        return tuple(filter(is_of_platform, self.missing))

    def _remedy(self, path: str) -> str:
        restore = "Restore it from version control"
        if self.feature and path.startswith("tests/"):
            command = f"`fastscaffold add tests {self.feature}`"
            return f"{restore}, or have {command} write it as it was generated."
        return f"{restore}."


def is_of_platform(path: str) -> bool:
    """Whether containers, a cluster, CI or the like read a file, and the application does not."""
    return path.endswith((".yaml", ".yml")) and not path.startswith("specs/")


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
