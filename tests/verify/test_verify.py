from __future__ import annotations

from fastscaffold.verify import verify_static


def test_every_check_has_its_say(check):
    after = {
        "src/app/__init__.py": "",
        "src/app/a.py": "import os\n\nfrom app.missing import x\n\nprint(x)\n",
        "src/app/b.py": "x = (\n",
        "migrations/versions/1.py": 'revision = "a"\ndown_revision = "gone"\n',
    }
    messages = check(verify_static, after)
    assert [message.code for message in messages] == [
        "verify.import",
        "verify.lint",
        "migrations.missing",
        "verify.syntax",
    ]


def test_a_sound_plan(check):
    after = {
        "src/app/__init__.py": "",
        "src/app/a.py": "x = 1\n",
        "src/app/b.py": "from app.a import x\n\ny = x\n",
        "migrations/versions/1.py": 'revision = "a"\ndown_revision = None\n',
        "compose.yaml": "services: {}\n",
    }
    assert check(verify_static, after) == ()


def test_an_empty_plan(check):
    assert check(verify_static, {}) == ()
