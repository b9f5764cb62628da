"""Which name means what."""

from __future__ import annotations

from support.audited import facts


def test_a_module_called_like_a_library_is_not_the_library():
    project = facts(
        {
            "app/utils/jwt.py": "import jwt\nread = jwt.decode(t, k)\n",
            "app/main.py": "from app.utils.jwt import read\nimport jwt\njwt.decode(t, k)\n",
        }
    )
    assert len(project.calls_by_origin["jwt.decode"]) == 2
