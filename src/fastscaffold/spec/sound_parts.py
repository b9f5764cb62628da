"""What can still be read of a feature of which some parts are in error."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.spec.positions import Path

# Whose errors say nothing of the other parts of a feature. What `behaviours` would have, or a key
# that is none, may be what those rely on.
_APART = frozenset({"naming", "primary_key", "constraints"})
# The same of the keys of `api`; on its `operations` the others rely.
_APART_IN_API = frozenset({"pagination", "page_size", "filter", "sort", "search", "cache"})
_API, _PERMISSIONS, _CACHE = "api", "permissions", "cache"


def sound_parts(parts: dict[str, object], errors: Iterable[Path]) -> dict[str, object]:
    """The parts of a feature without those in error, and without what relies on these.

    What is left is looked at on its own, so that its errors are told at once with the others.

    Args:
        parts: key to value, but for fields and relations.
        errors: where they are, from the feature downwards.
    """
    sound = dict(parts)
    api = cast("dict[str, object]", given) if isinstance(given := parts.get(_API), dict) else {}
    api = dict(api)
    for first, *inside in errors:
        if first in _APART:
            sound.pop(str(first), None)
        elif first == _API and inside and inside[0] in _APART_IN_API:
            api.pop(str(inside[0]), None)
        elif first == _API and len(inside) > 1 and inside[0] == _PERMISSIONS:
            permissions = cast("dict[object, object]", api.get(_PERMISSIONS, {}))
            api[_PERMISSIONS] = {key: permissions[key] for key in permissions if key != inside[1]}
            # What it could keep is decided by who may read.
            api.pop(_CACHE, None)
        elif first == _API:
            api = {}
        else:
            return {}
    return sound | {_API: api} if _API in sound else sound
