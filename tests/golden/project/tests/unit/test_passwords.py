"""Only hashes of passwords are kept, and comparing takes as long without one."""

import asyncio
import time
from threading import Lock
from unittest.mock import patch

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import Secret

from app.config import Settings
from app.core import passwords
from app.core.errors import UnavailableError
from app.core.passwords import DECOY, Passwords
from app.main import create_app
from tests.passwords import CHEAP


class Busy:
    """Hashes nothing, and remembers how many threads were at it together."""

    def __init__(self) -> None:
        self.most = self._now = 0
        self._lock = Lock()

    def __call__(self, *_: object) -> str:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.01)
        with self._lock:
            self._now -= 1
        return "done"


async def test_a_password_is_known_by_its_hash() -> None:
    stored = await CHEAP.hash("correct horse")

    assert await CHEAP.verify("correct horse", stored)
    assert not await CHEAP.verify("correct house", stored)


async def test_secrets_among_other_values_are_hashed() -> None:
    values = {"pin": Secret("1234"), "none": None, "name": "Ada"}

    hashed = await CHEAP.hashed(values)

    assert await CHEAP.verify("1234", str(hashed.pop("pin")))
    assert hashed == {"none": None, "name": "Ada"}


async def test_the_parameters_are_those_that_are_recommended() -> None:
    stored = await Passwords(Argon2Hasher()).hash("correct horse")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_the_decoy_costs_as_much_as_any_other() -> None:
    stored = await Passwords(Argon2Hasher()).hash("correct horse")

    assert DECOY.rsplit("$", 2)[0] == stored.rsplit("$", 2)[0]
    assert [len(part) for part in DECOY.split("$")] == [len(part) for part in stored.split("$")]
    assert not await Passwords(Argon2Hasher()).verify("nobody's", None)


async def test_who_would_wait_for_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MAX_WAITING", 2)
    answers = await asyncio.gather(
        *(CHEAP.hash("correct horse") for _ in range(1 + 3)), return_exceptions=True
    )

    assert [str(answer) for answer in answers if isinstance(answer, UnavailableError)] == [
        "Too many passwords are waited for."
    ]
    assert await CHEAP.hash("correct horse")


@pytest.mark.parametrize(("at_once", "secrets"), [(1, 1), (2, 1), (5, 2)])
async def test_no_more_are_hashed_at_once_than_there_is_memory_for(
    at_once: int, secrets: int
) -> None:
    own = Passwords(at_once=at_once)
    with patch.object(Argon2Hasher, "verify", Busy()) as logins:
        await asyncio.gather(*(own.verify("correct horse", "stored") for _ in range(12)))
    with patch.object(Argon2Hasher, "hash", Busy()) as others:
        await asyncio.gather(*(own.hashed({"pin": Secret("1234")}) for _ in range(12)))

    assert (logins.most, others.most) == (at_once, secrets)


def test_how_many_is_a_setting(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"password_hashes_at_once": 7}))
    default = Settings.model_fields["password_hashes_at_once"].default

    assert app.state.passwords.at_once == 7
    # Half of what a pod has, with those of other secrets.
    assert (default + default // 2) * 64 <= 256


async def test_secrets_keep_nobody_from_logging_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MAX_WAITING", 2)
    stored = await CHEAP.hash("correct horse")

    *answers, known = await asyncio.gather(
        *(CHEAP.hashed({"pin": Secret("1234")}) for _ in range(1 + 3)),
        CHEAP.verify("correct horse", stored),
        return_exceptions=True,
    )

    assert [type(answer) for answer in answers].count(UnavailableError) == 1
    assert known is True


async def test_without_a_hash_as_much_is_computed() -> None:
    with patch.object(Argon2Hasher, "verify", autospec=True, return_value=True) as verify:
        assert not await CHEAP.verify("correct horse", None)

    assert verify.call_count == 1


@pytest.mark.parametrize("stored", ["", "x", "$2b$12$abc", "$argon2id$v=19$m=8"])
async def test_a_hash_of_another_kind_is_no_match(stored: str) -> None:
    assert not await CHEAP.verify("correct horse", stored)
