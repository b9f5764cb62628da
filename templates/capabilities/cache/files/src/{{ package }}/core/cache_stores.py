"""Where cached values are kept, and the memory of the process as one such place."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, Protocol
from uuid import uuid4

# What an entry takes besides its value, roughly.
OVERHEAD = 500


class Place(NamedTuple):
    """Where a value is kept.

    Attributes:
        name: of the values that are forgotten together.
        digest: of the value's key.
    """

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a store knows of a place.

    Attributes:
        version: of the name, as it was before anything is loaded.
        value: as it was kept under this version.
        keeps: whether a value that is loaded now may be kept.
        shares: whether others may have it: nobody does just after a write, as the transaction
            that loads it may have begun before.
    """

    version: str
    value: bytes | None
    keeps: bool
    shares: bool


class Store(Protocol):
    """Keeps values under the version of their name. None of its methods fails."""

    async def read(self, place: Place) -> Found:
        """What is known of a place."""
        ...

    async def claim(self, place: Place, version: str) -> bytes | None:
        """Have others wait for what is loaded; if one of them loads it already, wait a little.

        Returns:
            What that one loaded.
        """
        ...

    async def write(self, place: Place, version: str, value: bytes, ttl: float) -> None:
        """Keep a value that was loaded after the version was read, unless there is a newer one."""
        ...

    async def release(self, place: Place, version: str) -> None:
        """End a claim without a value."""
        ...

    async def renew(self, name: str) -> None:
        """Give a name another version: what was kept, or is being loaded, counts no more."""
        ...

    async def close(self) -> None:
        """Stop what works beside requests."""
        ...


def new_version() -> str:
    """A version that never was: one that is lost makes no older value count again."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class _Entry:
    version: str
    value: bytes
    expires: float

    @property
    def size(self) -> int:
        return len(self.value) + OVERHEAD


class MemoryStore:
    """Keeps values in this process; beyond its limit, those that were used last."""

    def __init__(
        self, limit: int, settle_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take how many bytes to keep, and for how long a new version is not filled."""
        self._limit = limit
        self._settle_seconds = settle_seconds
        self._clock = clock
        self._size = 0
        self._entries: OrderedDict[Place, _Entry] = OrderedDict()
        self._versions: dict[str, tuple[str, float]] = {}

    async def read(self, place: Place) -> Found:
        """What is known of a place."""
        version, settled = self._versions.setdefault(place.name, (new_version(), -inf))
        now = self._clock()
        value = self._value(place, version, now)
        has_settled = now >= settled
        return Found(version, value, keeps=has_settled, shares=has_settled)

    async def claim(self, place: Place, version: str) -> None:
        """Nobody else has this memory."""

    async def write(self, place: Place, version: str, value: bytes, ttl: float) -> None:
        """Keep a value while its version counts."""
        entry = _Entry(version, value, self._clock() + ttl)
        if version != self._versions[place.name][0] or entry.size > self._limit:
            return
        self._drop(place)
        self._entries[place] = entry
        self._size += entry.size
        while self._size > self._limit:
            self._drop(next(iter(self._entries)))

    async def release(self, place: Place, version: str) -> None:
        """Nobody waits."""

    async def renew(self, name: str) -> None:
        """Give a name another version."""
        self._versions[name] = (new_version(), self._clock() + self._settle_seconds)

    async def close(self) -> None:
        """Nothing works beside requests."""

    def _value(self, place: Place, version: str, now: float) -> bytes | None:
        entry = self._entries.get(place)
        if entry is None:
            return None
        if entry.version != version or entry.expires <= now:
            self._drop(place)
            return None
        self._entries.move_to_end(place)
        return entry.value

    def _drop(self, place: Place) -> None:
        entry = self._entries.pop(place, None)
        if entry is not None:
            self._size -= entry.size
