"""Makes notes for tests."""

from typing import Any

from app.features.notes.models import Note
from app.features.notes.schemas import NoteCreate
from tests.factories.base import pick
from tests.owners import OwnedFactory


class NoteFactory(OwnedFactory[Note]):
    model = Note
    schema = NoteCreate
    path = "/api/v1/notes"

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "title": pick(index, ["birch", "amber", "cedar"]),
            "slug": pick(
                index, ["delta", "fjord", "ember", "amber", "birch", "cedar", "grove", "heath"]
            ),
            "pinned": pick(index, [True, False]),
            "body": pick(index, ["knoll", "larch", "jetty"]),
        }
