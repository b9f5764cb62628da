from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.jwt_decoded_strictly import RULE


@pytest.mark.parametrize(
    "source",
    [
        "import jwt\njwt.decode(t, k)",
        "from jwt import decode as read\nread(t, k)",
        "import jwt as tokens\ntokens.decode(t, k, algorithms=None)",
        "import jwt\njwt.PyJWT().decode(t, k)",
        "from jose import jwt\njwt.decode(t, k, algorithms=A, options={'verify_exp': False})",
        "from jose import jwt\njwt.decode(t, k)",
        "import jwt\njwt.decode(t, k, algorithms=['HS256'], verify=False)",
        "import jwt\njwt.decode(t, k, algorithms=['HS256', 'none'])",
        "import jwt\nA = ['none']\njwt.decode(t, k, algorithms=A)",
        "import jwt\nO = {'verify_signature': False}\njwt.decode(t, k, ['HS256'], options=O)",
        "import jwt\nO = dict(verify_exp=False)\njwt.decode(t, k, ['HS256'], options={**O})",
        "import jwt\nE = {'options': {'verify_exp': False}}\njwt.decode(t, k, ['HS256'], **E)",
        "import jwt\njwt.decode(t, k, [jwt.get_unverified_header(t)['alg']])",
        (
            "import jwt\nclass A:\n  off = {'verify_exp': False}\n  def read(self, t):\n"
            "    return jwt.decode(t, k, ['HS256'], options=self.off)"
        ),
        (
            "import jwt\ndef read(t):\n    head = jwt.get_unverified_header(t)\n"
            "    return jwt.decode(t, k, algorithms=[head['alg']])"
        ),
        (
            "from authlib.jose import jwt\ndef read(t):\n    claims = jwt.decode(t, k)\n"
            "    return claims['sub']"
        ),
        (
            "import jwt\ndef head(t):\n    return jwt.get_unverified_header(t)\n"
            "def read(t):\n    return jwt.decode(t, k, algorithms=[head(t)['alg']])"
        ),
        "from jose import jwt\njwt.decode(t, k, [jwt.get_unverified_headers(t)['alg']])",
    ],
)
def test_it_finds(source):
    found = lines(RULE, source)
    marked = [n for n, line in enumerate(source.splitlines(), 1) if ".decode(" in line]
    assert found == (marked or [2])


@pytest.mark.parametrize(
    "source",
    [
        "import jwt\njwt.decode(t, k, ['HS256'])",
        "import jwt\njwt.decode(t, k, **options)",
        "import jwt\njwt.decode(*both)",
        "import jwt\njwt.decode(t, k, algorithms=['HS256'], options={'verify_exp': not late})",
        "import jwt\njwt.decode(t, k, algorithms=['HS256'], options={'verify_aud': False})",
        "from base64 import b64decode as decode\ndecode(t, k)",
        (
            "import jwt\ndef read(t):\n"
            "    issuer = jwt.decode(t, options={'verify_signature': False})['iss']\n"
            "    return jwt.decode(t, keys[issuer], algorithms=['RS256'])"
        ),
        (
            "from authlib.jose import jwt\ndef read(t):\n    claims = jwt.decode(t, k)\n"
            "    claims.validate()\n    return claims"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("options", "found"),
    [("options={'verify_signature': False}", [10]), ("key='k', algorithms=['HS256']", [])],
)
def test_an_algorithm_of_a_header_that_nobody_has_verified(options, found):
    source = f"""import jwt
from jwt import api_jwt
class Reader:
    def parts(self, token):
        return self.look(token)
    def look(self, token):
        return api_jwt.decode_complete(token, {options})
    def read(self, token):
        name = self.parts(token)["header"]["alg"]
        return jwt.decode(token, self.key, algorithms=[name.upper()])
"""
    assert [each for each in lines(RULE, source) if each > 7] == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ISSUERS[head['kid']].algorithm", []),
        ("ISSUERS.get(head['kid']).algorithm", []),
        ("ISSUERS.get(head['kid'], head['alg'])", [5]),
        ("head['alg']", [5]),
    ],
)
@pytest.mark.parametrize("is_helper", [True, False])
def test_an_entry_of_a_table_is_not_chosen_by_the_token(value, found, is_helper):
    helper = f"""import jwt
def algorithm(t):
    head = jwt.get_unverified_header(t)
    return {value}
def read(t): return jwt.decode(t, k, algorithms=[algorithm(t)])
"""
    within = f"""import jwt
def read(t):
    head = jwt.get_unverified_header(t)
    named = {value}
    return jwt.decode(t, k, algorithms=[named])
"""
    assert lines(RULE, helper if is_helper else within) == found


def test_options_may_stand_in_another_module():
    files = {
        "app/options.py": "LAX = {'verify_exp': False}\nALGORITHMS = ['HS256']",
        "app/tokens.py": "import jwt\nfrom .options import ALGORITHMS, LAX\n\n\ndef read(t, k):\n"
        "    return jwt.decode(t, k, algorithms=ALGORITHMS, options=LAX)",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/tokens.py", 6)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("options={'verify_signature': False}", [6]),
        ("None, {'verify_signature': False}", [6]),
        ("options={'verify_signature': True}", []),
        ("options={'require': ['exp']}", []),
        ("", []),
    ],
)
def test_a_helper_is_handed_the_options(given, found):
    source = (
        "import jwt\n\ndef read(t, k=None, options=None):\n"
        "    return jwt.decode(t, k, algorithms=['HS256'], options=options)\n"
        f"def user(t):\n    return read(t, {given})\n"
    )
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("decode_token(token, validate=False)", [4]),
        ("decode_token(token, False)", [4]),
        ("a_decode_token(token, validate=False)", [4]),
        ("decode_token(token)", []),
        ("decode_token(token, validate=True)", []),
        ("decode_token(token, key=KEY)", []),
    ],
)
@pytest.mark.parametrize("package", ["keycloak", "keycloak.keycloak_openid"])
def test_a_token_of_keycloak_is_read_without_its_signature(package, call, found):
    source = f"""from {package} import KeycloakOpenID
client = KeycloakOpenID(server_url=URL, client_id="shop", realm_name="shop")
def user_of(token):
    return client.{call}["sub"]
"""
    assert lines(RULE, source) == found


def test_the_fix_holds_where_algorithms_are_named():
    assert RULE.fix.startswith("Leave every verification on; where no algorithms are named,")
