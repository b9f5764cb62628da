"""Questions at a terminal. Control-C at any of them raises KeyboardInterrupt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fastscaffold.cli.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from questionary import Question

    ConflictAnswer = Literal["ours", "theirs", "markers", "diff", "abort"]
    Validator = Callable[[str], str | None]

# questionary and what it stands on cost as much as a whole command; only who is asked pays.
# ruff: noqa: PLC0415


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list of choices.

    Attributes:
        value: what is returned.
        text: what is shown after the value.
        checked: whether it is ticked at first, where several can be.
    """

    value: str
    text: str = ""
    checked: bool = False


def told(message: str, hint: str | None) -> str:
    """What is wrong with an answer, and what would be right, in a line."""
    return " ".join(filter(None, (message, hint)))


def ask_text(message: str, *, default: str = "", check: Validator | None = None) -> str:
    """Ask for a line of text.

    Args:
        message: the question.
        default: shown and editable.
        check: gives an error's text for what is not accepted, which keeps the question open.
    """
    import questionary

    def validate(text: str) -> bool | str:
        problem = None if check is None else check(text.strip())
        return True if problem is None else problem

    return _ask(questionary.text(message, default=default, validate=validate)).strip()


def ask_one(message: str, choices: Sequence[Choice], *, default: str | None = None) -> str:
    """Ask for one of some values."""
    import questionary

    return _ask(
        questionary.select(
            message,
            [questionary.Choice(title, choice.value) for title, choice in _titled(choices)],
            default=default,
        )
    )


def ask_some(
    message: str,
    choices: Sequence[Choice],
    check: Callable[[Sequence[str]], str | None] | None = None,
) -> tuple[str, ...]:
    """Ask for any number of some values; nothing is asked where there is nothing to choose.

    Args:
        message: the question.
        choices: the values.
        check: says what is wrong with a choice; it is asked for until nothing is.
    """
    if not choices:
        return ()
    import questionary

    def valid(chosen: list[str]) -> bool | str:
        return (check(chosen) if check is not None else None) or True

    question = questionary.checkbox(
        message,
        [
            questionary.Choice(title, choice.value, checked=choice.checked)
            for title, choice in _titled(choices)
        ],
        instruction="(space chooses, return goes on)",
        validate=valid,
    )
    answer: list[str] = question.unsafe_ask()
    return tuple(answer)


def ask_confirmation(message: str, *, default: bool = True) -> bool:
    """Ask for yes or no."""
    import questionary

    answer: bool = questionary.confirm(message, default=default).unsafe_ask()
    return answer


def ask_conflict(path: str, *, removal: bool) -> ConflictAnswer:
    """Ask what becomes of a file that was changed by hand.

    Args:
        path: made visible already.
        removal: the file is to be removed, so that there is nothing to merge.
    """
    theirs = "remove the file" if removal else "take the generated file"
    choices = [
        Choice("ours", "keep the file as it is"),
        Choice("theirs", theirs),
        *([] if removal else [Choice("markers", "write both, between conflict markers")]),
        Choice("diff", "show the difference again"),
        Choice("abort", "stop here and change nothing"),
    ]
    answers: dict[str, ConflictAnswer] = {
        "ours": "ours",
        "theirs": "theirs",
        "markers": "markers",
        "diff": "diff",
    }
    return answers.get(ask_one(f"{path} was changed by hand.", choices), "abort")


def _titled(choices: Iterable[Choice]) -> list[tuple[str, Choice]]:
    listed = list(choices)
    width = max((len(choice.value) for choice in listed), default=0)
    return [
        (visible(f"{choice.value:<{width}}  {choice.text}".rstrip()), choice) for choice in listed
    ]


def _ask(question: Question) -> str:
    answer: str = question.unsafe_ask()
    return answer
