from __future__ import annotations

import subprocess
import sys

import pytest

from fastscaffold.migrations.layout import array, call, expression, lines


@pytest.mark.parametrize(
    "text",
    [
        "sa.Uuid()",
        'sa.String(length=40, collation="C")',
        f"sa.Enum({', '.join(repr(f'value {n}').replace(chr(39), chr(34)) for n in range(20))})",
        f'sa.{"A" * 40}(first=1, second=2).with_variant(sa.{"B" * 40}(), "sqlite")',
        f"f({'a' * 90})",
        f"f(g(h({'a' * 85}, b=1)), c={{1: [2, 3]}})",
        f'f("{"a" * 120}")',
    ],
)
@pytest.mark.parametrize("indent", [0, 1, 3])
def test_breaks_as_the_formatter_does(text, indent):
    block = "".join(f"{'    ' * level}if x:\n" for level in range(indent))
    source = block + "\n".join(lines(call("outer", expression(text), "y=1"), indent)) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=100", "-"],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    assert source == done.stdout


def test_an_empty_call_is_never_broken():
    long = "f" * 120
    assert lines(call(long), 0) == [f"{long}()"]


def test_the_text_behind_counts():
    fits = call("fff", "a" * 95)
    assert lines(fits, 0) == [fits.flat]
    assert lines(fits, 0, after=",") == ["fff(", f"    {'a' * 95}", "),"]


def test_lists():
    assert lines(array("1", "2"), 0) == ["[1, 2]"]
