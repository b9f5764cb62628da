from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.jwt_decoded_strictly import RULE


@pytest.mark.parametrize(
    "source",
    [
        "import jwt\njwt.decode(t, k)",
        "from jwt import decode as read\nread(t, k)",
        "from jose import jwt\njwt.decode(t, k, algorithms=A, options={'verify_exp': False})",
        "import jwt\njwt.decode(t, k, algorithms=['HS256'], verify=False)",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [source.count("\n") + 1]


@pytest.mark.parametrize(
    "source",
    [
        "import jwt\njwt.decode(t, k, ['HS256'])",
        "import jwt\njwt.decode(t, k, **options)",
        "from base64 import b64decode as decode\ndecode(t, k)",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []
