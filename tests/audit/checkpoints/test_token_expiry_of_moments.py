"""Moments that are taken for distances, and distances that are told in named units."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

SOURCE = """from datetime import datetime, timedelta, timezone
import os
import time
import jwt
MINUTES = os.getenv("MINUTES", "15")
def make(subject: str, life: timedelta) -> str:
    return jwt.encode({{"sub": subject, "exp": datetime.now(timezone.utc) + life}}, "k" * 40)
def log_in(started):
    end = {end}
    return make("me", timedelta(seconds={seconds}))
"""
NOW = "datetime.now(timezone.utc)"


@pytest.mark.parametrize(
    ("end", "seconds", "verdict"),
    [
        (f"({NOW} + timedelta(minutes=int(MINUTES))).timestamp()", "end", "not_met"),
        ("int(time.time()) + 900", "end", "not_met"),
        (f"{NOW}.timestamp() + 900", "int(end)", "not_met"),
        ("900", "end", "met"),
        (f"{NOW}.timestamp() + 900", "end - time.time()", "unknown"),
        ("time.time()", "end - started", "unknown"),
    ],
)
def test_a_moment_is_no_distance(end, seconds, verdict):
    source = SOURCE.format(end=end, seconds=seconds)
    assert judge(facts({"app/tokens.py": source})).verdict.value == verdict


UNITS = """SECONDS = 1
MINUTES = 60 * SECONDS
DAYS = MINUTES * 60 * 24
ACCESS_DAYS = 1
SECONDS_PER_DAY = 86400
HOURS = 12
"""
SETTINGS = """from datetime import timedelta
from pydantic_settings import BaseSettings
from app import units
from app.units import ACCESS_DAYS, DAYS, HOURS, MINUTES, SECONDS_PER_DAY
class Settings(BaseSettings):
    KEY: str
    ACCESS_EXPIRES: timedelta = timedelta(seconds={life})
settings = Settings()
"""
SIGNED = """from datetime import UTC, datetime
import jwt
from app.settings import settings
def sign(subject: str) -> str:
    return jwt.encode(
        {"sub": subject, "exp": datetime.now(UTC) + settings.ACCESS_EXPIRES}, settings.KEY
    )
"""


@pytest.mark.parametrize(
    ("life", "place"),
    [
        ("1 * DAYS", ("app/settings.py", 7)),
        ("units.DAYS * 3", ("app/settings.py", 7)),
        ("2 * SECONDS_PER_DAY", ("app/settings.py", 7)),
        ("HOURS * 3600", ("app/units.py", 6)),
        ("ACCESS_DAYS * SECONDS_PER_DAY", ("app/units.py", 4)),
    ],
)
def test_how_many_of_a_unit_is_what_decides(life, place):
    files = {
        "app/units.py": UNITS,
        "app/settings.py": SETTINGS.format(life=life),
        "app/tokens.py": SIGNED,
    }
    found = judge(facts(files))
    assert found.verdict.value == "not_met"
    assert [(each.path, each.line) for each in found.evidence] == [place]


def test_units_that_make_up_little_are_met():
    files = {
        "app/units.py": UNITS,
        "app/settings.py": SETTINGS.format(life="15 * MINUTES"),
        "app/tokens.py": SIGNED,
    }
    assert judge(facts(files)).verdict.value == "met"


ANEW = """from datetime import datetime, timedelta
import jwt
MINUTES = {minutes}
def sign_in(user, life: timedelta | None = None) -> str:
    if {test}:
        life = datetime.utcnow() + life
    {otherwise}
        life = datetime.utcnow() + timedelta(minutes=MINUTES)
    return jwt.encode({{"sub": user, "exp": life}}, "k" * 40)
def log_in():
    return sign_in("me"{given})
"""


@pytest.mark.parametrize("test", ["life", "life is not None"])
@pytest.mark.parametrize(
    ("minutes", "given", "otherwise", "verdict"),
    [
        (15, "", "else:", "met"),
        (60, "", "else:", "not_met"),
        (15, ", timedelta(minutes=20)", "else:", "met"),
        (15, ", timedelta(hours=20)", "else:", "not_met"),
        # What is read may be what was given before.
        (15, "", "for _ in range(2):", "unknown"),
    ],
)
def test_a_distance_that_is_made_a_moment_under_the_same_name(
    test, minutes, given, otherwise, verdict
):
    source = ANEW.format(test=test, minutes=minutes, given=given, otherwise=otherwise)
    assert judge(facts({"app/tokens.py": source})).verdict.value == verdict


CALENDAR = """from datetime import datetime, timedelta
import jwt
LAST = 2099
def sign_in(user) -> str:
    now = datetime.utcnow()
    later = now.year + 10
    grown = now.year
    grown += 5
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
    end = {end}
    return jwt.encode({{"sub": user, "exp": end}}, "k" * 40)
"""


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("datetime(year, month, 1)", "not_met"),
        ("datetime(year=year, month=month, day=1, hour=0)", "not_met"),
        ("datetime(now.year + 1, 1, 1).timestamp()", "not_met"),
        ("datetime(now.year + 1, month, day=28)", "not_met"),
        # Today may be it.
        ("datetime(now.year, now.month, now.day)", "unknown"),
        ("datetime(2031, 1, 1)", "unknown"),
        # How far another year is, only its number tells.
        ("datetime(now.year + 10, now.month, 1)", "unknown"),
        ("datetime(now.year + 10, 1, 1)", "unknown"),
        ("datetime(LAST, 1, 1)", "unknown"),
        ("datetime(later, 1, 1)", "unknown"),
        ("datetime(grown, month, 1)", "unknown"),
        ("datetime.fromisoformat(user.until)", "unknown"),
    ],
)
def test_the_first_of_a_month_is_far(end, verdict):
    source = CALENDAR.format(end=end)
    assert judge(facts({"app/tokens.py": source})).verdict.value == verdict


@pytest.mark.parametrize(("minutes", "verdict"), [(15, "met"), (60, "not_met")])
def test_a_token_to_act_for_somebody_opens_what_theirs_does(minutes, verdict):
    source = CALENDAR.format(end=f"now + timedelta(minutes={minutes})")
    source = source.replace("sign_in", "impersonate")
    assert judge(facts({"app/tokens.py": source})).verdict.value == verdict
