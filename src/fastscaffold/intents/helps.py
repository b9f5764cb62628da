"""Sentences about ``do`` itself: what can be said, and how something is undone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command
from fastscaffold.intents.intent import with_fillers
from fastscaffold.intents.naming import known_feature
from fastscaffold.intents.reading import CONTEXT, OBJECT, UNKNOWN, Lexicon
from fastscaffold.intents.vocabulary import DENIALS, PARTS, POLITE, REMOVALS
from fastscaffold.intents.words import phrases_in, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.surroundings import Surroundings
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


_RUNS = "No command of fastscaffold runs a project: in one that it created"
_TASKS = "tasks"
_NO_DATE = (
    "A task has no date: docs/tasks.md of the project shows what starts one every day, under "
    '"Every day".'
)
_BY_HAND = "What a feature does besides is written by hand, in its `service.py`"
_HELPS = {
    "test": Help(
        f"{_RUNS} `make test` runs all tests, and `make test-fast` the quick ones.",
        (
            Command(("audit", "--only", "testing"), "audits how it is tested", writes=False),
            Command(("add", "tests", "FEATURE"), "writes tests of a feature that has none"),
        ),
    ),
    "run": Help(
        f"{_RUNS} `make run` serves it, and `make help` lists what else there is.",
        (Command(("doctor",), "says what is wrong with a project", writes=False),),
    ),
    "upgrade": Help(
        "What installed fastscaffold upgrades it, such as `pip install --upgrade fastscaffold`;"
        " projects that are there stay as they are.",
        (Command(("doctor",), "says what is wrong with a project", writes=False),),
    ),
    "help": Help("These are the commands that sentences find, and such sentences.", _LISTED),
    "undo": Help(
        "No command undoes another one: git takes back what is not committed yet, new files"
        " included, by `git stash --include-untracked`, and what is committed by `git revert`.",
        (_FEATURES,),
    ),
}
_PHRASES = {
    "test": ",".join(
        f"{verb} {whose}{what}"
        for verb in ("run", "execute", "start")
        for whose in ("", "the ", "my ", "all ", "all the ")
        for what in ("test", "tests", "test suite", "unit tests", "pytest")
    ),
    "run": "start the server,run the server,start the app,run the app,start my app,run my app,"
    "start the application,run the application,start the api,run the api,run my api,start my api,"
    "run the project,start the project,run it,start it,serve,serve it,serve the app,start uvicorn,"
    "run uvicorn,run locally",
    "upgrade": "upgrade,update,newest version,latest version",
    "help": "help,help me,usage,manual,instructions,examples,list commands,show commands,"
    "list the commands,show the commands,what can you do,what can i do,"
    "what can i say,what can i ask,what can i type,what do you do,what do you know,"
    "what do you understand,what can you understand,what can be done,what is possible,"
    "what are my options,how does this work,how does it work,how do you work,how do i use this,"
    "how do i use it,what can fastscaffold do,what does fastscaffold do,who are you,what are you",
    "undo": "undo,revert,roll back,rollback,take back,take it back,go back",
}
_CONTEXT = (
    "to the newest,to the latest,newest,version,last,latest,previous,change,changes,command,"
    "everything,what you did,what was done"
)


def help_for(said: Sequence[Token]) -> Help | None:
    """What is said to a sentence about ``do`` itself; None where it is about something else."""
    reading = _lexicon().read(said, mend=True)
    asked = reading.values(OBJECT)
    return None if reading.of(UNKNOWN) or len(asked) != 1 else _HELPS[asked[0]]


# What happens later, or beside a request, and what is ruled out.
_SENDS = words_in("notify remind send")
# They are names of fields, too, unless the sentence begins with one and does something by it.
_VERBS = words_in("email mail schedule sms")
_NO_OBJECTS = words_in("must should may can is are has have be address and or")
# About what is kept, and not about what is done.
_OF_FIELDS = PARTS | words_in("unique index indexed")
_POLITE = words_in(POLITE.replace(",", " "))
_RULES = words_in("prevent forbid disallow ensure reject refuse must overlap overlapping")
# A rule together with what is booked, or with who may not: both are said of much else.
_REPEATED = words_in("twice double")
_NOT_TWICE = DENIALS | words_in("book booked booking nobody")
# At a time, at once, at the same time: together with another word a rule.
_TOGETHER = (["at", "a", "time"], ["at", "once"], ["the", "same", "time"])
# They say when; what is done then is a verb above, or is done to a feature or by one of these.
_RECURRING = words_in("hourly daily nightly weekly monthly cron crontab periodically recurring")
_UNITS = words_in("minute hour day night morning evening week month")
_WORK = _SENDS | _VERBS | words_in("delete job task")
_WHEN = _RECURRING | words_in("schedule tomorrow later")


def help_with_code(said: Sequence[Token], surroundings: Surroundings) -> Help | None:
    """What is said to a sentence about what a feature is to do; None where it is about no such."""
    words = {token.word for token in said}
    features = (*surroundings.features, *surroundings.written)
    listed = Command(("list",), "lists features and capabilities of the project", writes=False)
    if _is_for_later(said, features) and not words & DENIALS:
        tasks = next((each for each in surroundings.abilities if each.name == _TASKS), None)
        if tasks is None:
            return None
        reason = f"{_BY_HAND}; what is to happen later, or beside a request, is for `{_TASKS}`."
        if _says_when(said):
            reason += f" {_NO_DATE}"
        add = Command(("add", _TASKS), f"{_TASKS}: {tasks.summary}")
        return Help(reason, (listed,) if tasks.installed else (add, listed))
    if _is_rule(said) and any(known_feature((token,), features) for token in said):
        shown = "a rule is, too, as docs/changes.md of the project shows."
        return Help(f"{_BY_HAND}: {shown}", (listed,))
    return None


def _is_rule(said: Sequence[Token]) -> bool:
    words = [token.word for token in said]
    if not _RULES.isdisjoint(words):
        return True
    if not (_OF_FIELDS | REMOVALS).isdisjoint(words):
        return False
    together = any(
        words[at : at + len(each)] == each for each in _TOGETHER for at in range(len(words))
    )
    return together or not (_REPEATED.isdisjoint(words) or _NOT_TWICE.isdisjoint(words))


def _says_when(said: Sequence[Token]) -> bool:
    """Whether there is a time at which something is to happen: a day before, every hour."""
    words = [token.word for token in said]
    return not _WHEN.isdisjoint(words) or not _UNITS.isdisjoint(words)


def _is_for_later(said: Sequence[Token], features: Sequence[str]) -> bool:
    """Whether somebody is to be told something, or something is to be done later."""
    words = [token.word for token in said]
    if not _OF_FIELDS.isdisjoint(words):
        return False
    begun = list(dropwhile(_POLITE.__contains__, words))
    recurs = not _RECURRING.isdisjoint(words) or not _UNITS.isdisjoint(_behind("every", words))
    is_verb = len(begun) > 1 and begun[0] in _VERBS and begun[1] not in _NO_OBJECTS
    is_work = not _WORK.isdisjoint(words) or any(known_feature((each,), features) for each in said)
    return is_verb or (recurs and is_work) or not _SENDS.isdisjoint(words)


def _behind(word: str, words: Sequence[str]) -> set[str]:
    """The words that stand directly behind another."""
    return {after for before, after in pairwise(words) if before == word}


@cache
def _lexicon() -> Lexicon:
    lexicon = Lexicon()
    lexicon.put_all(OBJECT, _PHRASES)
    lexicon.put(CONTEXT, "", phrases_in(_CONTEXT))
    return with_fillers(lexicon)
