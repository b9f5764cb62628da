from __future__ import annotations

import pytest
from support.audited import findings, lines

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


READS = """import jwt
def read(t, users):
    try:
        claims = jwt.decode(t, k, ['HS256']{options})
        {read}
    except {caught}:
        raise Refused
    return name
"""


@pytest.mark.parametrize(
    ("read", "caught", "told"),
    [
        ("name = claims.get('sub')", "jwt.PyJWTError", "exp or sub are accepted."),
        ("name = claims['sub']", "jwt.PyJWTError", "and those without sub raise a KeyError."),
        ("name = claims['sub']", "(jwt.PyJWTError, KeyError)", "Tokens without exp are accepted."),
        ("name = claims['sub']", "Exception", "Tokens without exp are accepted."),
        (
            "name = claims.get('sub')\n        if not name: raise Refused",
            "jwt.PyJWTError",
            "Tokens without exp are accepted.",
        ),
        (
            "name: str = claims.get('sub')\n        if name is None or x: return None",
            "jwt.PyJWTError",
            "Tokens without exp are accepted.",
        ),
        (
            "name = users.find(claims.get('sub'))\n        if not name: raise Refused",
            "jwt.PyJWTError",
            "Tokens without exp are accepted.",
        ),
        (
            "if 'sub' not in claims: raise Refused\n        name = claims['sub']",
            "jwt.PyJWTError",
            "Tokens without exp are accepted.",
        ),
    ],
)
def test_it_says_what_becomes_of_a_token_without_a_subject(read, caught, told):
    (found,) = findings(RULE, READS.format(options="", read=read, caught=caught))
    assert found.message.endswith(told)


ENDS = """import jwt, time
def read(t):
    claims = jwt.decode(t, k, ['HS256'], options={{'require': ['sub']}})
    {read}
    return claims
"""
RAISED = ("Tokens without exp raise a KeyError.", "P2")
ACCEPTED = ("Tokens without exp are accepted.", "P0")
NO_END = "try: end = claims['exp']\n    except KeyError: end = None"


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("if time.time() > claims['exp']: raise Refused", [RAISED]),
        ("end = claims['exp']", [RAISED]),
        ("if claims['sub'] and claims['exp'] < 1: raise Refused", [ACCEPTED]),
        ("if claims['sub'] == 'a': end = claims['exp']", [ACCEPTED]),
        ("if claims['sub'] == 'a': return claims\n    end = claims['exp']", [ACCEPTED]),
        ("if claims['sub'] == 'a': raise Refused\n    end = claims['exp']", [RAISED]),
        ("end = other['exp']", [ACCEPTED]),
        ("end = [other['exp'] for other in claims]", [ACCEPTED]),
        ("claims['exp'] = 1", [ACCEPTED]),
        ("end = claims.get('exp')", [ACCEPTED]),
        ("if 'exp' not in claims: raise Refused", []),
        ("end = claims.get('exp')\n    if end is None: return None", []),
        ("try: end = claims['exp']\n    except KeyError: raise Refused", []),
        ("if x:\n        try: end = claims['exp']\n        except KeyError: return", [ACCEPTED]),
        ("try: log(claims['exp'])\n    except KeyError: log('none')", [ACCEPTED]),
        ("try: log(claims['exp'])\n    except Exception: pass", [ACCEPTED]),
        ("try: log(claims['exp'])\n    except ValueError: pass", [RAISED]),
        (f"{NO_END}\n    if end is None: raise Refused", []),
        (f"{NO_END}\n    log(end)", [ACCEPTED]),
        ("with suppress(KeyError): log(claims['exp'])", [ACCEPTED]),
        ("with suppress(ValueError): log(claims['exp'])", [RAISED]),
    ],
)
def test_it_says_what_becomes_of_a_token_without_an_end(read, told):
    found = findings(RULE, ENDS.format(read=read))
    assert [(each.message, each.severity.value) for each in found] == told


def test_an_end_is_read_where_the_token_is_decoded_within_a_block():
    source = """import jwt
def read(t):
    try:
        claims = jwt.decode(t, k, ['HS256'])
    except jwt.PyJWTError:
        return None
    if claims['exp'] < 1 or claims['sub'] in BLOCKED:
        return None
    return jwt.decode(t, k, ['HS256'])['exp']
"""
    (first, second) = findings(RULE, source)
    assert (first.message, first.severity.value) == (
        "Tokens without exp or sub raise a KeyError.",
        "P2",
    )
    assert second.severity.value == "P2"


def test_what_is_accepted_is_told_beside_what_raises():
    source = """import jwt
def read(t):
    claims = jwt.decode(t, k, ['HS256'])
    end = claims['exp']
    return claims.get('sub')
"""
    (found,) = findings(RULE, source)
    assert found.message == (
        "Tokens without sub are accepted, and those without exp raise a KeyError."
    )
    assert found.severity.value == "P0"


TAKES = """import jwt
def read(t):
{before}
    claims = jwt.decode(t, k, ['HS256'], options={{'require': ['exp']}})
{taken}
    return sub
"""
CAUGHT = """    try:
        sub = claims['sub']
    except {caught}:
        {becomes}"""
ABSENT = """    sub = claims.get('sub')
    if not sub:
        {becomes}"""


@pytest.mark.parametrize("caught", ["KeyError", "(ValueError, LookupError)", "Exception"])
@pytest.mark.parametrize(
    ("becomes", "found"),
    [
        ("sub = 'anonymous'", [4]),
        ("sub = ANONYMOUS", [4]),
        ("return 'anonymous'", [4]),
        ("return Guest()", [4]),
        ("sub = None", []),
        ("sub = claims['id']", []),
        ("return None", []),
        ("return False, 'anonymous'", []),
        ("return unauthorized('no sub')", []),
        ("raise Refused", []),
    ],
)
def test_what_is_put_in_place_of_a_subject_that_raises_is_accepted(caught, becomes, found):
    taken = CAUGHT.format(caught=caught, becomes=becomes)
    assert lines(RULE, TAKES.format(before="", taken=taken)) == found


@pytest.mark.parametrize(
    ("becomes", "found"),
    [
        ("return 'admin'", [4]),
        ("return DEFAULT", [4]),
        ("return default_user()", [4]),
        ("return", []),
        ("return None", []),
        ("return {}", []),
        ("return {'valid': False}", []),
        ("return JSONResponse({'detail': 'no'}, 401)", []),
    ],
)
def test_what_is_returned_in_place_of_a_subject_that_lacks_is_accepted(becomes, found):
    taken = ABSENT.format(becomes=becomes)
    assert lines(RULE, TAKES.format(before="", taken=taken)) == found


def test_a_subject_that_has_a_text_before_it_is_read():
    taken = CAUGHT.format(caught="KeyError", becomes="pass")
    assert lines(RULE, TAKES.format(before="    sub = 'anonymous'", taken=taken)) == [4]
    assert lines(RULE, TAKES.format(before="    sub = None", taken=taken)) == []
    taken = taken.replace("pass", "raise Refused")
    assert lines(RULE, TAKES.format(before="    sub = 'anonymous'", taken=taken)) == []


def test_a_subject_that_is_refused_by_hand_need_not_be_required():
    options = ", options={'require': ['exp']}"
    read = "name = claims.get('sub')\n        if not name: raise Refused"
    assert lines(RULE, READS.format(options=options, read=read, caught="jwt.PyJWTError")) == []
