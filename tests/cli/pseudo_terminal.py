"""A terminal for tests: runs a command in it, waits for texts, and presses keys."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

PATIENCE = 20
ENTER = "\r"
DOWN = "\x1b[B"
SPACE = " "
CONTROL_C = "\x03"
CLEAR = "\x15"
_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07")


class Terminal:
    """A command that runs in a pseudo-terminal of 100 columns.

    Args:
        arguments: of ``fake_command.py``.
        log: where that writes what it was asked.
    """

    def __init__(self, arguments: list[str], log: Path, **environment: str) -> None:
        import fcntl  # noqa: PLC0415 # not on Windows
        import pty  # noqa: PLC0415
        import termios  # noqa: PLC0415

        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("fake_command.py")), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={
                **os.environ,
                "FAKE_LOG": str(log),
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "TERM": "xterm-256color",
                "NO_COLOR": "1",
                **environment,
            },
        )
        os.close(slave)
        self._seen = 0
        self.raw = ""
        self.text = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def see(self, text: str) -> None:
        """Wait until a text is shown, after what was waited for before."""
        end = time.monotonic() + PATIENCE
        while (at := self.text.find(text, self._seen)) < 0:
            if not self._read(end):
                raise AssertionError(f"{text!r} is not in {self.text[self._seen :]!r}")
        self._seen = at + len(text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            os.write(self._master, key.encode())
            # An arrow key begins with the escape key: what follows must not be taken for it.
            time.sleep(0.05)

    def answer(self, question: str, *keys: str) -> None:
        """Wait for a question, answer it, and press Enter."""
        self.see(question)
        self.press(*keys, ENTER)

    def end(self) -> int:
        """Wait for the end of the command; return its exit code."""
        end = time.monotonic() + PATIENCE
        while self._read(end):
            pass
        return self._process.wait(PATIENCE)

    def _read(self, end: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so where the other side is closed.
            return False
        self.raw += data.decode(errors="replace")
        self.text = _SEQUENCES.sub("", self.raw)
        return bool(data)
