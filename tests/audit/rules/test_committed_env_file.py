from __future__ import annotations

import shutil
import subprocess

import pytest
from support.audited import findings

from fastscaffold.audit.facts import gather
from fastscaffold.audit.rules.committed_env_file import RULE

SECRET = "JWT_SECRET=9f8bX2kq7LmPz4Rw\n"  # of nobody


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", SECRET),
        ("backend/.env", SECRET),
        (".env.production", "A=1\nexport DB_PASSWORD='kJ8#mm2!pQ'\n"),
        ("prod.env", 'STRIPE_API_KEY="sk_live_4eC39HqLyjW"\n'),
    ],
)
def test_it_finds(path, text):
    assert [(each.path, each.line) for each in findings(RULE, {path: text})] == [
        (path, text.count("\n"))
    ]


@pytest.mark.parametrize(
    "files",
    [
        {".env.example": SECRET},
        {".env.sample": SECRET},
        {".env.test": SECRET},
        {"env.template": SECRET},
        {".env": SECRET, ".gitignore": "*.pyc\n.env*\n"},
        {".env": "SECRET_KEY=changethis\n"},
        {".env": "SECRET_KEY=\nPOSTGRES_PASSWORD=postgres\n"},
        {".env": "SECRET_KEY=${SECRET_KEY}\n"},
        {".env": "ACCESS_TOKEN_EXPIRE_MINUTES=123456789\nLOG_LEVEL=DEBUGDEBUGGING\n"},
        {".env": "# SECRET_KEY=9f8bX2kq7LmPz4Rw\n"},
    ],
)
def test_it_leaves_alone(files):
    assert findings(RULE, files) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_the_index_says_what_is_in_the_repository(tmp_path, version):
    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    part = tmp_path / "backend"
    part.mkdir()
    (part / ".env").write_text(SECRET)
    for name in ("a", "ab", "b/c", "b/cd"):
        (part / name).parent.mkdir(exist_ok=True)
        (part / name).write_text("")
    git("init", "-q")
    git("update-index", "--index-version", version, "--add", "backend/a", "backend/b/c")
    assert list(RULE.findings(gather(part))) == []
    git("add", "-f", ".")
    git("update-index", "--index-version", version, "--force-write-index")
    assert [each.path for each in RULE.findings(gather(part))] == [".env"]
    assert [each.path for each in RULE.findings(gather(tmp_path))] == ["backend/.env"]


def test_an_index_that_is_broken_says_nothing(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_bytes(b"DIRC\0\0\0\2\0\0\0\5abc")
    (tmp_path / ".env").write_text(SECRET)
    assert [each.path for each in RULE.findings(gather(tmp_path))] == [".env"]
