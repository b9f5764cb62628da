"""Makes members for tests."""

from typing import Any

from app.features.members.models import Member
from app.features.members.schemas import MemberCreate
from tests.factories.base import Factory, pick


class MemberFactory(Factory[Member]):
    model = Member
    schema = MemberCreate

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        return {
            "number": pick(
                index, ["birch", "amber", "cedar", "delta", "ember", "fjord", "grove", "heath"]
            ),
            "from_": pick(index, [1999, 1, 2024]),
            "photo": pick(index, [b"\xf2\x00\xff\x0c", b"\xf3\x00\xff\x0b", b"\xf4\x00\xff\n"]),
            "mark": pick(index, [b"\xf0\x00\xff\x0e", b"\xef\x00\xff\x0f", b"\xf1\x00\xff\r"]),
        }

    @classmethod
    def secrets(cls, index: int) -> dict[str, str]:
        return {
            "pin": pick(index, ["2580", "4071-?x", "4684-?x"]),
            "recovery": pick(index, ["4071-?x", "4684-?x", "5297-?x"]),
        }
