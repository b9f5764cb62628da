"""Keys of tokens that are digests of long secrets: as long as what is kept of them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.jwt_secret import judge

SOURCE = """import base64
import hashlib
import jwt
from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    jwt_secret: str = Field(min_length=32)
settings = Settings()
MASTER = settings.jwt_secret.encode()
FULL = hashlib.sha256(MASTER).hexdigest()
KEY = {key}
def sign(claims: dict) -> str:
    return jwt.encode(claims, KEY, algorithm="HS256")
"""


@pytest.mark.parametrize(
    "key",
    [
        "hashlib.sha256(MASTER).hexdigest()[:4]",
        "hashlib.sha256(MASTER).hexdigest()[-8:]",
        "hashlib.sha256(MASTER).hexdigest()[4:20].upper()",
        "hashlib.md5(MASTER).hexdigest()[:8]",
        "hashlib.md5(MASTER).digest()",
        'hashlib.new(name="sha1", data=MASTER).digest()',
        "hashlib.blake2b(MASTER, digest_size=2).digest()",
        "hashlib.blake2b(MASTER, digest_size=8).hexdigest()",
        "hashlib.blake2b(b'a label', key=MASTER, digest_size=2).digest()",
        "hashlib.shake_256(MASTER).hexdigest(4)",
        "base64.b64encode(hashlib.sha256(MASTER).digest()[:6]).decode()",
        "hashlib.sha256(MASTER).digest()[:4].hex()",
        "FULL[:4]",
    ],
)
def test_a_digest_of_which_little_is_kept_is_a_short_key(key):
    found = judge(facts(SOURCE.format(key=key)))
    assert (found.verdict.value, found.evidence[0].line) == ("partial", 13)


@pytest.mark.parametrize(
    "key",
    [
        "hashlib.sha256(MASTER).hexdigest()",
        "hashlib.sha256(MASTER).hexdigest()[:32]",
        "hashlib.sha256(MASTER, usedforsecurity=False).digest()",
        "hashlib.sha256(usedforsecurity=False, string=MASTER).digest()",
        'hashlib.new(name="sha256", data=MASTER).digest()',
        'hashlib.new(data=MASTER, name="sha256").digest()',
        "hashlib.md5(MASTER).hexdigest()",
        "hashlib.blake2b(b'a label', key=MASTER).hexdigest()",
        "hashlib.blake2b(MASTER, key=b'a label').digest()",
        "hashlib.blake2b(MASTER, digest_size=32).digest()",
        "hashlib.shake_256(MASTER).hexdigest(32)",
        "base64.urlsafe_b64encode(hashlib.sha256(MASTER).digest())",
        "hashlib.sha256(MASTER).digest()[:16].hex()",
        "FULL[:40]",
    ],
)
def test_one_that_is_kept_is_as_good_as_what_it_is_made_of(key):
    assert judge(facts(SOURCE.format(key=key))).verdict.value == "met"


def test_a_cut_word_stands_in_the_code_all_the_same():
    key = 'hashlib.sha256(b"a word").hexdigest()[:4]'
    assert judge(facts(SOURCE.format(key=key))).verdict.value == "not_met"


@pytest.mark.parametrize(
    "source",
    [
        "KEY = KEY[:4]",
        "OTHER = KEY[:40]\nKEY = OTHER[:4]",
        "import hashlib\nKEY = hashlib.sha256(usedforsecurity=False).hexdigest()",
    ],
)
def test_what_leads_to_itself_or_to_nothing_ends(source):
    found = facts(f"import jwt\n{source}\ndef sign():\n    return jwt.encode({{}}, KEY)\n")
    assert judge(found).verdict.value == "unknown"
