"""Makes notes for tests."""

from typing import Any

from app.features.notes.models import Note
from app.features.notes.schemas import NoteCreate
from tests.factories.base import Factory, pick


class NoteFactory(Factory[Note]):
    model = Note
    schema = NoteCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "title": pick(index, ["birch", "amber", "cedar"]),
            "body": pick(index, ["delta", "fjord", "ember"]),
        }
