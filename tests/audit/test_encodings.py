"""Files in the encodings that their first bytes tell."""

from __future__ import annotations

import pytest

from fastscaffold.audit.sources import collect

TEXT = "fastapi==0.110.0\r\npython-jose==3.3.0\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_requirements_are_read_in_any_encoding_that_says_so(tmp_path, encoding):
    (tmp_path / "requirements.txt").write_bytes(TEXT.encode(encoding))

    assert collect(tmp_path).texts["requirements.txt"] == TEXT


def test_what_no_encoding_fits_is_read_all_the_same(tmp_path):
    (tmp_path / "requirements.txt").write_bytes(b"\xff\xfef\x00\xd8")
    (tmp_path / "notes.txt").write_bytes(b"caf\xe9")

    assert collect(tmp_path).texts["notes.txt"] == "caf\ufffd"
    assert collect(tmp_path).texts["requirements.txt"].startswith("f")
