from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.jwt_required_claims import RULE

KINDS = """import jwt
def create_refresh_token(user): return jwt.encode({'sub': user, 'exp': 1}, KEY)
def read(t):
    return jwt.decode(t, KEY, algorithms=['HS256'], options={'require': ['exp', 'sub']})
"""


@pytest.mark.parametrize(
    "source",
    [
        "import jwt\njwt.decode(t, k, algorithms=['HS256'])",
        "from jose import jwt\njwt.decode(t, k, algorithms=['HS256'])",
        "import jwt\njwt.decode(t, k, ['HS256'], options={'require': ['iat']})",
        "import jwt\njwt.decode(t, k, ['HS256'], audience='a', issuer='b')",
        "from jose import jwt\njwt.decode(t, k, 'HS256', options={'require_sub': True})",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [2]


def test_it_finds_a_subject_that_is_read_and_not_required():
    source = """import jwt
def read(t):
    return jwt.decode(t, k, ['HS256'], options={'require': ['exp']})['sub']
"""
    assert lines(RULE, source) == [3]


def test_it_finds_kinds_that_nothing_tells_apart():
    assert lines(RULE, KINDS) == [4]
    assert lines(RULE, KINDS + "    if claims['typ'] != kind: raise ValueError") == []
    assert lines(RULE, KINDS + "    if kind is Kind.REFRESH: pass") == []
    assert lines(RULE, KINDS.replace("(t, KEY", "(t, settings.refresh_key")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import jwt\njwt.decode(t, k, ['HS256'], options={'require': ['exp', 'sub']})",
        "import jwt\nC = ('exp', 'sub')\njwt.decode(t, k, A, options={'require': list(C)})",
        "import jwt\nO = {'require': ['exp']}\njwt.decode(t, k, A, options=O)",
        "import jwt\njwt.decode(t, k, A, options=options)",
        "import jwt\njwt.decode(t, k, A, **more)",
        "import jwt\njwt.decode(t, k, ['RS256'], audience='a', issuer='b')",
        "import jwt\njwt.decode(t, k, A, options={'verify_signature': False})",
        "from jose import jwt\njwt.decode(t, k, A, options={'require_exp': True})",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


@pytest.mark.parametrize(("claims", "found"), [("'exp', 'iat'", []), ("'iat', 'jti'", [4])])
def test_claims_that_are_unpacked_into_a_list(claims, found):
    source = f"import jwt\nCLAIMS = ({claims})\nOPTIONS = {{'require': [*CLAIMS]}}\n"
    assert lines(RULE, source + "jwt.decode(t, k, ['HS256'], options=OPTIONS)") == found
