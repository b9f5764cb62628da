"""Passwords and other secrets, kept as hashes: Argon2id with the parameters of RFC 9106."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import cast

from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import Secret

from app.core.errors import UnavailableError

# More would wait for so long that their clients have gone.
MAX_WAITING = 100
RETRY_AFTER_SECONDS = 5
# Of a random password that nobody knows, with the parameters of all others.
DECOY = (
    "$argon2id$v=19$m=65536,t=3,p=4$jykYPvUZtVZU+i7nheVSUA$"
    "hCHe6Zva3C1cQXzXFXbLTkxJQ903Uj/Nku+URd0XSQI"
)


class Passwords:
    """Hashes and compares, in threads beside the event loop."""

    def __init__(self, hasher: Argon2Hasher | None = None, *, at_once: int = 1) -> None:
        """Take a hasher, or the one with the recommended parameters.

        Args:
            hasher: takes 64 MiB and a core for as long as it lasts.
            at_once: how many passwords are hashed at the same time, others besides.
        """
        self.at_once = at_once
        self._hasher = hasher or Argon2Hasher()
        self._logins = _Slots(at_once)
        # Many secrets of one request, or of one user, keep nobody from logging in.
        self._secrets = _Slots(max(at_once // 2, 1))

    async def hash(self, password: str) -> str:
        """What to store of a password.

        Raises:
            UnavailableError: too many wait for theirs.
        """
        async with self._logins.taken():
            return await asyncio.to_thread(self._hasher.hash, password)

    async def hashed(self, values: Mapping[str, object]) -> dict[str, object]:
        """The same values, with its hash in the place of each secret.

        Raises:
            UnavailableError: too many wait for theirs.
        """
        hashed = dict(values)
        for name, value in values.items():
            if isinstance(value, Secret):
                secret = cast("Secret[str]", value).get_secret_value()
                async with self._secrets.taken():
                    hashed[name] = await asyncio.to_thread(self._hasher.hash, secret)
        return hashed

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether a password is the one that was stored.

        Args:
            password: as it was sent.
            stored: its hash; None, where there is no such user, takes as long.

        Raises:
            UnavailableError: too many wait for theirs.
        """
        async with self._logins.taken():
            same = await asyncio.to_thread(self._compare, password, stored or DECOY)
        return same and stored is not None

    def _compare(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(password, stored)
        except PwdlibError:
            return False


class _Slots:
    """How many may hash at once, and how many may wait for it."""

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncGenerator[None, None]:
        """Hold a slot.

        Raises:
            UnavailableError: too many wait for one.
        """
        if self._waiting >= MAX_WAITING:
            headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            raise UnavailableError("Too many passwords are waited for.", headers=headers)
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
