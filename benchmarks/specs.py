"""Specs of the sizes that are measured."""

from __future__ import annotations

EIGHT_FIELDS = (
    "number:str(40):unique total:decimal(12,2):ge=0 status:enum(draft,paid,sent)=draft:index "
    "issued_on:date due_at:datetime? paid:bool=false lines:int:ge=1 note:text?:search"
)


def many_features(count: int, first: int = 0) -> str:
    """A spec file with so many features of eight fields; every other one refers to the first."""
    lines = ["version: 1", "features:"]
    for number in range(first, first + count):
        lines += [
            f"  things_{number}:",
            "    fields:",
            "      code: {type: str, max_length: 40, unique: true}",
            "      total: {type: decimal, precision: 12, scale: 2, ge: 0}",
            "      status: {type: enum, values: [draft, paid, sent], default: draft, filter: true}",
            "      due_on: {type: date, nullable: true}",
            "      placed_at: {type: datetime, default: now, sort: true}",
            "      paid: {type: bool, default: false}",
            "      quantity: {type: int, gt: 0}",
            "      note: {type: text, nullable: true, search: true}",
        ]
        if number % 2:
            lines += [
                "    relations:",
                "      origin: {kind: many_to_one, to: things_0, on_delete: restrict}",
            ]
    return "\n".join(lines) + "\n"
