"""Which values the rows of a feature's tests have."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_rows import keep_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastscaffold.model.resource import Field, Resource, Sample

# Rows of a test have indexes from 0; three differ in everything, unique values differ in more.
SAMPLES = 3
UNIQUE_SAMPLES = 8

# Orders of three values in which they do not rise.
_ORDERS = ((1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1))
_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]+")


def row_values(resource: Resource) -> Mapping[str, Sequence[Sample]]:
    """Give for each field that clients send its values by the index of the row.

    No two fields of a kind begin with the same one, and none rises with the index: a test that
    searches or sorts by one field must not pass because of another, or of the primary key.
    """
    given = [field for field in resource.fields if not (field.read_only or field.secret)]
    aligned = resource.constraints.aligned
    values = {
        field.name: field.samples if field.name in aligned else _arranged(field, place)
        for place, field in enumerate(given)
    }
    return keep_apart(resource, values)


def is_sorted_alike(values: Sequence[Sample]) -> bool:
    """Whether every database sorts the values of the first rows as Python does.

    Collations of natural languages look at letters and digits first, whatever their case.
    """
    loaded: list[object] = [ast.literal_eval(value.json.text) for value in values[:SAMPLES]]
    texts = sorted(value for value in loaded if isinstance(value, str))
    plain = [_NO_LETTER_OR_DIGIT.sub("", text).casefold() for text in texts]
    return plain == sorted(set(plain))


def _arranged(field: Field, place: int) -> Sequence[Sample]:
    samples, count = field.samples, UNIQUE_SAMPLES if field.unique else SAMPLES
    if len(samples) < SAMPLES:
        return samples
    start = 0 if field.examples else SAMPLES * place
    own = sorted((start + step) % len(samples) for step in range(SAMPLES))
    first = [samples[own[rank]] for rank in _ORDERS[place % len(_ORDERS)]]
    return tuple(dict.fromkeys((*first, *samples)))[:count]
