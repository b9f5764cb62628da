"""What templates see of fields of which only hashes are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.model.resource import Resource


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret.

    Attributes:
        name: of the attribute; ``alias`` is what clients call it.
        label: for people.
        values: expression of the list of texts that tests send.
    """

    name: str
    alias: str
    label: str
    values: str
    updatable: bool


@dataclass(frozen=True, slots=True)
class SecretsView:
    """The secrets of a feature."""

    fields: tuple[Secret, ...]

    @property
    def updatable(self) -> tuple[Secret, ...]:
        """Those that an update may change."""
        return tuple(item for item in self.fields if item.updatable)


def secrets_view(resource: Resource) -> SecretsView:
    """Decide what templates see of the secrets of a feature."""
    return SecretsView(
        tuple(
            Secret(
                name=field.name,
                alias=field.alias,
                label=field.name.replace("_", " ").strip(),
                values=f"[{', '.join(sample.json.text for sample in field.samples[:3])}]",
                updatable=not field.immutable and resource.api.has("update"),
            )
            for field in resource.secrets
        )
    )
