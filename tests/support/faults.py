"""Makes the disk fail, or the process die, at any change that is made to the disk.

Every change goes through ``fastscaffold.tree.disk``. Here its functions are replaced by ones that
count. A *fault point* is the moment before a change; ``write_file`` has a second one, with the
first half of the content in the file. Points are numbered from 1, in order.

Killing (in a forked child, so that no interpreter has to be started):

    number = 1
    while kill_at(number, lambda: run_command(...)):   # False once it ends before the point
        recover(root)
        assert snapshot(root) in {before, after}
        restore(root, before)
        number += 1

Failing (in this process):

    with fail_at(number, errno.ENOSPC) as fault, pytest.raises(CommitError):
        run_command(...)
    assert fault.happened

All of them take any callable, so whole commands do as well as single plans. What a killed child
would have raised before its end is an error of the test.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import stat
import sys
import traceback
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from fastscaffold.tree import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

MUTATIONS = (
    "chmod",
    "link",
    "mkdir",
    "open_lock_file",
    "replace",
    "rmdir",
    "sync",
    "unlink",
    "write_file",
)
# What may need room on the disk, and so keeps failing once it is full.
GROWING = frozenset({"link", "mkdir", "open_lock_file", "write_file"})

Snapshot = dict[str, tuple[int, bytes | str | None]]


@dataclass(slots=True)
class Fault:
    """What has happened so far.

    Attributes:
        count: fault points passed.
        happened: whether the fault was brought about.
        calls: names of the functions of ``disk`` that were called.
        synced: what was waited for.
    """

    count: int = 0
    happened: bool = False
    calls: list[str] = field(default_factory=list[str])
    synced: list[Path] = field(default_factory=list["Path"])


@contextmanager
def counted() -> Generator[Fault]:
    """Count the fault points of what runs inside."""
    with _watched(lambda _fault, _name, _path: None) as fault:
        yield fault


@contextmanager
def fail_at(number: int, code: int, *, full: bool = False) -> Generator[Fault]:
    """Let one change fail with an error number.

    Args:
        number: which fault point.
        code: such as ``errno.ENOSPC``.
        full: as on a full disk: every change that needs room fails from that point on, and no
            other does.
    """

    def act(fault: Fault, name: str, path: str) -> None:
        if fault.count == number if not full else fault.count >= number and name in GROWING:
            fault.happened = True
            raise OSError(code, os.strerror(code), path)

    with _watched(act) as fault:
        yield fault


@contextmanager
def interrupts_from(number: int) -> Generator[Fault]:
    """Press Control-C at a fault point, and at all that come after it."""

    def act(fault: Fault, _name: str, _path: str) -> None:
        if fault.count >= number:
            fault.happened = True
            signal.raise_signal(signal.SIGINT)

    with _watched(act) as fault:
        yield fault


def kill_at(number: int, action: Callable[[], object]) -> bool:
    """Run ``action`` in a child that is killed at a fault point.

    Returns:
        Whether it was killed; False where it ended before that point.
    """

    def act(fault: Fault, _name: str, _path: str) -> None:
        if fault.count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched() -> None:
        with _watched(act):
            action()  # its result need not survive pickling

    return in_child(watched)


def in_child(action: Callable[[], object]) -> bool:
    """Run ``action`` in a forked child.

    Returns:
        Whether the child was killed; False where it came to its end.

    Raises:
        AssertionError: the child raised something; the message is its traceback.
    """
    return _finished(*_start(action)) is None


def result_of(action: Callable[[], object]) -> object:
    """What ``action`` returns in a forked child; it must survive pickling.

    Raises:
        AssertionError: the child raised something, or was killed.
    """
    return results_of([action])[0]


def results_of(actions: Sequence[Callable[[], object]]) -> list[object]:
    """What several actions return, each in a forked child, all at once.

    Raises:
        AssertionError: a child raised something, or was killed.
    """
    results: list[object] = []
    for finished in [_finished(*child) for child in [_start(action) for action in actions]]:
        assert finished is not None, "a child was killed"
        results.append(finished[0])
    return results


def snapshot(root: Path) -> Snapshot:
    """Everything below a directory: path to permission bits and content.

    The content of a directory is None and that of a symbolic link its text. A missing directory
    has an empty snapshot, an empty one has its own entry only.
    """
    if not root.exists():
        return {}
    paths = [root, *sorted(root.rglob("*"))]
    return {path.relative_to(root).as_posix(): _described(path) for path in paths}


def restore(root: Path, wanted: Mapping[str, tuple[int, bytes | str | None]]) -> None:
    """Bring a directory back to a snapshot."""
    if snapshot(root) == dict(wanted):
        return
    if root.exists():
        shutil.rmtree(root)
    for name, (mode, content) in wanted.items():
        path = root / name
        if content is None:
            path.mkdir()
        elif isinstance(content, str):
            path.symlink_to(content)
            continue
        else:
            path.write_bytes(content)
        path.chmod(mode)


def _described(path: Path) -> tuple[int, bytes | str | None]:
    if path.is_symlink():
        return 0, str(path.readlink())
    mode = stat.S_IMODE(path.stat().st_mode)
    return mode, None if path.is_dir() else path.read_bytes()


def _start(action: Callable[[], object]) -> tuple[int, int]:
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Test runners have threads of their own; the child does not touch what they share.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _run_and_exit(action, writing)
    os.close(writing)
    return child, reading


def _run_and_exit(action: Callable[[], object], writing: int) -> None:
    code = 1
    try:
        report = pickle.dumps((action(),))
        code = 0
    except BaseException:  # noqa: BLE001 # the parent raises it
        report = traceback.format_exc().encode()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(report)
    os._exit(code)


def _finished(child: int, reading: int) -> tuple[object] | None:
    """A child's result in a tuple; None if it was killed."""
    with os.fdopen(reading, "rb") as pipe:
        report = pipe.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, f"signal {os.WTERMSIG(status)}"
        return None
    assert os.WEXITSTATUS(status) == 0, report.decode()
    return cast("tuple[object]", pickle.loads(report))


@contextmanager
def _watched(act: Callable[[Fault, str, str], None]) -> Generator[Fault]:
    fault = Fault()
    originals = {name: getattr(disk, name) for name in MUTATIONS}

    def watch(name: str) -> Callable[..., object]:
        def call(path: Path, *rest: object) -> object:
            fault.calls.append(name)
            if name == "sync":
                fault.synced += [path, *cast("tuple[Path, ...]", rest)]
            _pass(fault, act, name, path)
            if name == "write_file":
                _write_half(fault, act, path, rest)
            return originals[name](path, *rest)

        return call

    for name in MUTATIONS:
        setattr(disk, name, watch(name))
    try:
        yield fault
    finally:
        for name, original in originals.items():
            setattr(disk, name, original)


def _pass(fault: Fault, act: Callable[[Fault, str, str], None], name: str, path: Path) -> None:
    fault.count += 1
    act(fault, name, str(path))


def _write_half(
    fault: Fault, act: Callable[[Fault, str, str], None], path: Path, rest: tuple[object, ...]
) -> None:
    content = rest[0]
    assert isinstance(content, bytes)
    path.write_bytes(content[: len(content) // 2])
    _pass(fault, act, "write_file", path)
    path.unlink()
