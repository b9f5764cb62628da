"""Sentences about ``do`` itself: what can be said, and how something is undone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command
from fastscaffold.intents.intent import with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, UNKNOWN, Lexicon
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.words import Token

_FEATURES = Command(("remove-feature", "NAME"), "takes features out again")
_LISTED = (
    Command(("audit",), "`audit my project`, `review my API security`", writes=False),
    Command(("audit", "--only", "RULE"), "`check for SQL injection`, `optimize my queries`",
            writes=False),
    Command(("new", "NAME"), "`create a new project called shop`", placed=False),
    Command(("add-feature", "NAME"), "`add a products feature with name:str`"),
    Command(("add", "tests", "FEATURE"), "`write tests for orders`, `write tests for everything`"),
    Command(("add", "CAPABILITY"), "`add caching`, `prepare for production deployment`"),
    Command(("add", "--list"), "`show the capabilities`", writes=False),
    Command(("remove-feature", "NAME"), "`remove the orders feature`"),
    Command(("list",), "`list my features`", writes=False),
    Command(("routes",), "`show all endpoints`", writes=False),
    Command(("doctor",), "`what is wrong with my project?`", writes=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Help:
    """What is said to a sentence that no command is for.

    Attributes:
        reason: one sentence or two.
        commands: those that may be what is looked for.
    """

    reason: str
    commands: tuple[Command, ...]


_HELPS = {
    "help": Help("These are the commands that sentences find, and such sentences.", _LISTED),
    "undo": Help(
        "No command undoes another one: git takes back what is not committed yet, new files"
        " included, by `git stash --include-untracked`, and what is committed by `git revert`.",
        (_FEATURES,),
    ),
}
_PHRASES = {
    "help": "help,help me,usage,manual,instructions,examples,list commands,show commands,"
    "list the commands,show the commands,what can you do,what can i do,"
    "what can i say,what can i ask,what can i type,what do you do,what do you know,"
    "what do you understand,what can you understand,what can be done,what is possible,"
    "what are my options,how does this work,how does it work,how do you work,how do i use this,"
    "how do i use it,what can fastscaffold do,what does fastscaffold do,who are you,what are you",
    "undo": "undo,revert,roll back,rollback,take back,take it back,go back",
}
_CONTEXT = "last,latest,previous,change,changes,command,everything,what you did,what was done"


def help_for(said: Sequence[Token]) -> Help | None:
    """What is said to a sentence about ``do`` itself; None where it is about something else."""
    reading = _lexicon().read(said, mend=True)
    asked = reading.values(OBJECT)
    return None if reading.of(UNKNOWN) or len(asked) != 1 else _HELPS[asked[0]]


@cache
def _lexicon() -> Lexicon:
    lexicon = Lexicon()
    lexicon.put_all(OBJECT, _PHRASES)
    lexicon.put(CONTEXT, "", phrases_in(_CONTEXT))
    return with_fillers(lexicon)
