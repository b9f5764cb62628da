"""Templates that were compiled, as pip does when it installs a wheel, are none."""

from __future__ import annotations

from fastscaffold.render.folder import render_folder


def test_what_python_keeps_of_modules_is_no_template(tmp_path):
    (tmp_path / "a.py").write_text("A = 1\n")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"\xa7\r\r\n")

    assert render_folder(tmp_path, {}) == {"a.py": b"A = 1\n"}
