from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest
from cli.samples import PLAN

from fastscaffold.cli.diff import unified_diff
from fastscaffold.cli.report import Report
from fastscaffold.cli.terminal import Printer, has_colours, visible
from fastscaffold.errors import Message
from fastscaffold.requests import Result
from fastscaffold.tree.actions import Action, ActionKind
from fastscaffold.tree.plan import Plan

FULL = Result(
    "ok",
    PLAN,
    issues=(
        Message(
            "edit.refused",
            "The router could not be registered.",
            "src/app/main.py",
            12,
            5,
            "Paste these lines:\n\n    app.include_router(\n        orders_router,\n    )",
        ),
    ),
    warnings=(Message("auth.none", "The feature is public."),),
    notices=(Message("name", "The feature is called orders.", "orders.yaml"),),
    next=("uv run alembic upgrade head", "make test"),
)

TEXT = """\
     create  src/app/features/orders/router.py
       edit  src/app/main.py
  identical  README.md
       skip  Makefile
   conflict  pyproject.toml
     remove  old.py
     create  .fastscaffold/features/orders.json
error: src/app/main.py:12:5: The router could not be registered.
    Paste these lines:

        app.include_router(
            orders_router,
        )
warning: The feature is public.
note: orders.yaml: The feature is called orders.

Next:
  uv run alembic upgrade head
  make test
"""

FOLDED = """\
   conflict  ./                 1 file
     create  .fastscaffold/     1 file
     create  src/app/          2 files
       edit  src/app/           1 file
  identical  ./                 1 file
     remove  ./                 1 file
       skip  ./                 1 file
"""

COLOURED = """\
\x1b[32m     create\x1b[0m  src/app/features/orders/router.py
\x1b[33m       edit\x1b[0m  src/app/main.py
\x1b[2m  identical\x1b[0m  README.md
\x1b[36m       skip\x1b[0m  Makefile
\x1b[31m\x1b[1m   conflict\x1b[0m  pyproject.toml
\x1b[31m\x1b[1m     remove\x1b[0m  old.py
\x1b[32m     create\x1b[0m  .fastscaffold/features/orders.json
"""

DIFF = """\
diff --git a/src/app/features/orders/router.py b/src/app/features/orders/router.py
new file mode 100644
--- /dev/null
+++ b/src/app/features/orders/router.py
@@ -0,0 +1 @@
+a = 1
diff --git a/src/app/main.py b/src/app/main.py
--- a/src/app/main.py
+++ b/src/app/main.py
@@ -1,2 +1,2 @@
 x = 1
-y = 2
+z = 3
"""


@pytest.fixture
def plain(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")


def shown(write, *, terminal: bool = False) -> str:
    """What is written, to standard output and standard error, in the order of the lines."""
    stream = io.StringIO()
    stream.isatty = lambda: terminal  # type: ignore[method-assign]
    with redirect_stdout(stream), redirect_stderr(stream):
        write()
    return stream.getvalue()


class TestResult:
    def test_everything_in_its_order(self, plain):
        text = shown(lambda: Report().result(FULL))
        assert text == TEXT

    def test_issues_and_warnings_go_to_standard_error(self, plain, capsys):
        Report().result(FULL)
        captured = capsys.readouterr()
        assert captured.err.startswith("error: ")
        assert "warning: " in captured.err
        assert "note: " in captured.out
        assert "create" not in captured.err

    def test_quiet(self, plain):
        text = shown(lambda: Report(quiet=True).result(FULL))
        assert "error: " in text
        assert "warning: " in text
        assert not any(word in text for word in ("create", "note: ", "Next"))

    def test_verbose_shows_codes(self, plain):
        text = shown(lambda: Report(verbose=True).result(FULL))
        assert "The feature is public. [auth.none]" in text

    def test_folded_a_line_a_folder(self, plain):
        other = Action(ActionKind.CREATE, "src/app/features/orders/models.py", None, b"b = 1\n")
        plan = Plan(PLAN.root, (*PLAN.actions, other))

        assert shown(lambda: Report(folded=True).result(Result("ok", plan))) == FOLDED
        assert shown(lambda: Report(folded=True, quiet=True).result(Result("ok", plan))) == ""
        every = shown(lambda: Report(folded=True, verbose=True).result(Result("ok", plan)))
        assert every.count("\n") == len(plan.actions)

    def test_folded_capabilities_are_named(self, plain):
        names = [f"capability-{number}" for number in range(9)]
        actions = (
            Action(ActionKind.CREATE, f".fastscaffold/capabilities/{name}.json", None, b"{}\n")
            for name in names
        )

        text = shown(lambda: Report(folded=True).actions(actions))

        head, _, listed = text.partition("\n\nCapabilities:\n")
        assert head == "     create  .fastscaffold/    9 files"
        assert listed.replace("\n", "").replace("  ", " ").strip() == ", ".join(names)
        assert max(map(len, listed.splitlines())) < 80

    def test_what_is_noted_of_many_places_is_said_once(self, plain):
        places = [("a.py", "Changed."), ("b.py", "Gone."), ("c.py", "Changed.")]
        notices = [Message("note", text, path) for path, text in places]
        text = shown(lambda: Report().messages(notices=notices))
        assert text == "note: Changed.\n    a.py\n    c.py\nnote: b.py: Gone.\n"

    def test_unchanged(self, plain):
        text = shown(lambda: Report().result(Result("unchanged", Plan(PLAN.root))))
        assert text == "Nothing to do.\n"

    def test_declined_is_not_unchanged(self, plain):
        notice = Message("declined", "Nothing was changed.")
        text = shown(
            lambda: Report().result(
                Result("unchanged", PLAN, notices=(notice,)), actions_shown=True
            )
        )
        assert text == "note: Nothing was changed.\n"

    def test_dry_run(self, plain):
        text = shown(lambda: Report().result(Result("ok", PLAN, dry_run=True)))
        assert text.startswith(DIFF)
        assert text.endswith("orders.json\nDry run: nothing was written.\n")

    def test_dry_run_tells_how_much_is_removed_in_a_line_a_file(self, plain):
        long = Action(ActionKind.REMOVE, "src/long.py", b"a\n" * 120, None)
        empty = Action(ActionKind.REMOVE, "__init__.py", b"", None)
        plan = Plan(PLAN.root, (*PLAN.actions, long, empty))

        text = shown(lambda: Report().result(Result("ok", plan, dry_run=True)))

        assert "     remove  old.py           1 line\n" in text
        assert "     remove  src/long.py   120 lines\n" in text
        assert "     remove  __init__.py     0 lines\n" in text
        assert "deleted file" not in text

    def test_verbose_dry_run_shows_records_and_removed_files(self, plain):
        text = shown(lambda: Report(verbose=True).result(Result("ok", PLAN, dry_run=True)))
        assert "+++ b/.fastscaffold/features/orders.json\n" in text
        assert "deleted file mode 100644\n--- a/old.py\n" in text

    def test_quiet_dry_run_shows_nothing(self, plain):
        text = shown(lambda: Report(quiet=True).result(Result("ok", PLAN, dry_run=True)))
        assert text == ""


class TestColours:
    @pytest.fixture(autouse=True)
    def _forced(self, monkeypatch):
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("FORCE_COLOR", "1")

    def test_status_words(self):
        text = shown(lambda: Report().actions(PLAN.actions))
        assert text == COLOURED

    def test_diff(self):
        text = shown(lambda: Report().file_diff("a.sql", b"a\n-- x\nb\n", b"a\n++ y\nb\n"))
        assert text.splitlines()[3:] == [
            "\x1b[36m@@ -1,3 +1,3 @@\x1b[0m",
            " a",
            "\x1b[31m--- x\x1b[0m",
            "\x1b[32m+++ y\x1b[0m",
            " b",
        ]

    def test_no_color_wins(self, monkeypatch):
        monkeypatch.setenv("NO_COLOR", "1")
        text = shown(lambda: Report().actions(PLAN.actions))
        assert "\x1b" not in text

    @pytest.mark.parametrize(
        ("terminal", "environment", "expected"),
        [
            (True, {}, True),
            (False, {}, False),
            (True, {"TERM": "dumb"}, False),
            (True, {"NO_COLOR": "1"}, False),
            (True, {"NO_COLOR": ""}, True),
            (False, {"FORCE_COLOR": "1"}, True),
        ],
    )
    def test_when(self, monkeypatch, terminal, environment, expected):
        for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: terminal)
        assert has_colours(stream) is expected


class TestHostileText:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("plain ünï 漢字", "plain ünï 漢字"),
            ("\x1b[31mred", r"\x1b[31mred"),
            ("a\rb\nc\td", r"a\rb\nc\td"),
            ("\x9b0m\x7f", r"\x9b0m\x7f"),
            ("\u202etxt.exe", r"\u202etxt.exe"),
            ("zero\u200bwidth", r"zero\u200bwidth"),
            ("\ud800", r"\ud800"),
            ("line\u2028end", r"line\u2028end"),
        ],
    )
    def test_visible(self, text, shown):
        assert visible(text) == shown

    def test_in_every_place(self, plain):
        evil = "\x1b[2J\r\u202e"
        action = Action(ActionKind.CREATE, f"a{evil}.py", None, b"x\n")
        message = Message(f"c{evil}", f"m{evil}", f"p{evil}", 1, 1, f"h{evil}")
        result = Result(
            "ok",
            Plan(PLAN.root, (action,)),
            issues=(message,),
            warnings=(message,),
            notices=(message,),
            next=(f"n{evil}",),
        )
        text = shown(lambda: Report(verbose=True).result(result))
        assert not set(text) & {"\x1b", "\r", "\u202e"}
        assert text.count(r"\x1b[2J") == 14

    def test_diff_on_a_terminal(self, plain):
        text = shown(
            lambda: Report().file_diff("a", None, b"x = 1 \x1b[8m# hidden\r\n"), terminal=True
        )
        assert "+x = 1 \\x1b[8m# hidden\\r\n" in text

    def test_encoding_that_knows_no_such_character(self, plain, monkeypatch):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")
        monkeypatch.setattr(sys, "stdout", stream)
        Printer().line("漢")
        stream.flush()
        assert raw.getvalue() == b"\\u6f22\n"


class TestDiff:
    @pytest.mark.parametrize("content", [b"\0", b"\xff\xfe", b"a\0b\n"])
    def test_binary(self, content):
        assert list(unified_diff("a.bin", content, b"text\n")) == [
            "diff --git a/a.bin b/a.bin\n",
            "Binary files a/a.bin and b/a.bin differ\n",
        ]

    CASES = (
        ("plain.py", b"a\nb\nc\n", b"a\nB\nc\n"),
        ("created.py", None, b"".join(b"line %d\n" % number for number in range(500))),
        ("empty.py", None, b""),
        ("removed.py", b"a\nb\n", None),
        ("no_end.py", b"a\nb", b"a\nb\nc"),
        ("gains_end.py", b"a\nb", b"a\nb\n"),
        ("loses_end.py", b"a\nb\n", b"a\nb"),
        ("crlf.py", b"a\r\nb\r\n", b"a\r\nc\r\n"),
        ("odd ends.py", b"a\x0cb\x1cc\xe2\x80\xa8d\n", b"a\x0cb\x1cc\xe2\x80\xa8e\n"),
        ("bom.py", b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
        ('qu"o\\te.py', b"a\n", b"b\n"),
        ("ünï.py", b"a\n", b"b\n"),
        ("tab\there.py", b"a\n", b"b\n"),
        ("far.py", b"a\n" + b"-\n" * 40 + b"b\n", b"A\n" + b"-\n" * 40 + b"B\n"),
        ("sql.py", b"-- a\n++ b\n", b"++ b\n-- a\n"),
    )

    @pytest.mark.parametrize(("path", "before", "after"), CASES, ids=[case[0] for case in CASES])
    def test_git_applies_it(self, tmp_path, path, before, after):
        if before is not None:
            (tmp_path / path).write_bytes(before)
        patch = "".join(unified_diff(path, before, after)).encode()
        applied = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            cwd=tmp_path,
            input=patch,
            capture_output=True,
            check=False,
        )
        assert applied.returncode == 0, applied.stderr
        if after is None:
            assert not (tmp_path / path).exists()
        else:
            assert (tmp_path / path).read_bytes() == after
