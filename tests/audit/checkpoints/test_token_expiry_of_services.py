"""Tokens by which another service is asked, and the forms of moments that claims take."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge

HEAD = "import arrow, jwt, os, time\nfrom datetime import datetime\n"
HEAD += "from dateutil.relativedelta import relativedelta\n"
END = '"exp": int(time.time()) + 86400'


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        (f'{{"iss": TEAM, "aud": "https://a.example", "sub": CLIENT, {END}}}', "not_applicable"),
        (f'{{"iss": TEAM, "aud": "https://a.example", "sub": user, {END}}}', "not_met"),
        (f'{{"iss": TEAM, "aud": "https://a.example", "scope": "read", {END}}}', "not_applicable"),
        (f'{{"resource": {{"dashboard": 3}}, "params": {{}}, {END}}}', "not_applicable"),
        (f'{{"resource": {{"dashboard": 3}}, "sub": user, {END}}}', "not_met"),
        ('{"sub": user, "exp": arrow.utcnow().shift(hours=+8).datetime}', "not_met"),
        ('{"sub": user, "exp": arrow.utcnow().shift(minutes=8).int_timestamp}', "met"),
        ('{"sub": user, "exp": datetime.utcnow() + relativedelta(hours=+6)}', "not_met"),
    ],
)
def test_what_the_claims_say(claims, verdict):
    source = f'{HEAD}TEAM, CLIENT = os.environ["TEAM"], os.environ["CLIENT"]\n'
    source += f'def make(user):\n    return jwt.encode({claims}, os.environ["K"], "HS256")\n'
    assert judge(facts(source)).verdict.value == verdict


def test_tokens_of_an_application_that_the_project_reads_too():
    source = f"{HEAD}def make():\n    return jwt.encode({{'iss': TEAM, {END}}}, KEY, 'HS256')\n"
    reading = "def read(t):\n    return jwt.decode(t, KEY, algorithms=['HS256'])\n"
    assert judge(facts(source)).verdict.value == "not_applicable"
    assert judge(facts(source + reading)).verdict.value == "unknown"


READER = """import jwt, os
from datetime import datetime, timedelta
def setting(name, default=None, {cast}=str):
    value = os.environ.get(name, default)
    if value is None:
        raise RuntimeError(name)
    return {cast}(value)
MINUTES = setting("MINUTES", {minutes}, int)
def make(user):
    end = datetime.utcnow() + timedelta(minutes=MINUTES)
    return jwt.encode({{"sub": user, "exp": end}}, os.environ["K"], "HS256")
"""


@pytest.mark.parametrize(
    ("cast", "minutes", "verdict"),
    [("cast", 15, "met"), ("cast", 90, "not_met"), ("double", 15, "unknown")],
)
def test_a_reader_that_is_told_what_to_make(cast, minutes, verdict):
    assert judge(facts(READER.format(cast=cast, minutes=minutes))).verdict.value == verdict


KINDS = """import jwt, os
from datetime import datetime, timedelta
class Backend:
    def __init__(self, access, refresh):
        self.lengths = dict(access=access, refresh=refresh)
    def make(self, kind, user):
        end = datetime.utcnow() + timedelta(seconds=self.lengths[kind])
        return jwt.encode({{"sub": user, "exp": end}}, os.environ["K"], "HS256")
backend = Backend({access}, {refresh})
"""


@pytest.mark.parametrize(
    ("access", "refresh", "verdict"),
    [(900, 86400, "met"), (3600, 86400, "partial"), (3600, 8640000, "not_met")],
)
def test_lengths_in_a_mapping_that_a_call_makes(access, refresh, verdict):
    assert judge(facts(KINDS.format(access=access, refresh=refresh))).verdict.value == verdict


CHOSEN = """import jwt, os
from datetime import datetime, timedelta
LENGTHS = {{
    "SECRET": os.environ.get("SECRET"),
    "ACCESS": timedelta(minutes=int(os.environ.get("ACCESS", "{access}"))),
    "REFRESH": timedelta(days=2),
}}
def make(user, name):
    end = datetime.utcnow() + LENGTHS[name]
    return jwt.encode({{"sub": user, "exp": end}}, LENGTHS["SECRET"], "HS256")
def login(user): return make(user, "ACCESS"), make(user, "REFRESH")
"""
KEPT_AS = """import jwt, os
from datetime import datetime, timedelta
def make(claims, end): return jwt.encode({{"exp": end, **claims}}, os.environ["K"], "HS256")
def login(user):
    now = datetime.utcnow()
    token = make({{"user": user}}, now + timedelta(minutes=20))
    {name} = make({{"user": user}}, now + timedelta(days=7))
    return token, {name}
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (CHOSEN.format(access=20), "met"),
        (CHOSEN.format(access=60), "partial"),
        (KEPT_AS.format(name="refresh_token"), "met"),
        (KEPT_AS.format(name="other"), "not_met"),
    ],
)
def test_what_callers_say_of_a_token(source, verdict):
    assert judge(facts(source)).verdict.value == verdict
