"""Sentences that want to see what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.intent import Heard, Intent, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, VERB, Lexicon

if TYPE_CHECKING:
    from fastscaffold.intents.surroundings import Surroundings

_LIST = Command(("list",), "lists features and capabilities of the project", writes=False)
ABILITIES = Command(("add", "--list"), "lists capabilities, and which are in", writes=False)
_DOCTOR = Command(
    ("doctor",), "says what is wrong with a project, and what has drifted", writes=False
)
_ROUTES = Command(("routes",), "lists routes, and who may call each", writes=False)
_COMMANDS = {
    "features": _LIST,
    "capabilities": ABILITIES,
    "state": _DOCTOR,
    "routes": _ROUTES,
}
_WHO_MAY = ",".join(
    f"who {may} {use}" for may in ("can", "may") for use in ("access", "call", "reach", "use")
)

_WITHOUT_LOGIN = ",".join(
    f"{without} {login}"
    for without in (
        "without ",
        "without a ",
        "need no ",
        "needs no ",
        "require no ",
        "requires no ",
    )
    for login in ("login", "token", "auth", "authentication", "credentials", "account")
)

_OPEN = (
    "public,protected,open to everybody,open to everyone,without logging in,unprotected,anonymous,"
    "are open,be called,be reached,be used,be accessed"
)


def _lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    shows = "show,list,display,print,what,which,see,show me,what are,give me a list of"
    lexicon.put_all(VERB, {"show": f"{shows},{_WHO_MAY}"})
    lexicon.put_all(
        OBJECT,
        {
            "features": "features,feature",
            "capabilities": "capabilities,capability,can be added,available capabilities",
            "routes": "routes,route,endpoints,endpoint,urls,public routes,public endpoints",
            "state": "doctor,what is wrong,whats wrong,what has drifted,what has changed,diagnose,"
            "drift,is wrong,anything wrong,something wrong",
        },
    )
    lexicon.put(CONTEXT, "", ("with", "available", "all", "run"))
    lexicon.put(CONTEXT, "who", _WITHOUT_LOGIN.split(","))
    lexicon.put(CONTEXT, "who", _OPEN.split(","))
    return with_fillers(lexicon, questions=True)


def _propose(heard: Heard) -> Proposal | None:
    objects = heard.reading.values(OBJECT)
    if len(objects) != 1:
        return None
    doubt = "" if heard.reading.of(VERB) or objects == ("state",) else "It does not say what to do."
    return Proposal((_COMMANDS[objects[0]],), "It is about what is there.", doubt)


# ``without a login`` says which are meant, and not what is not to be done.
INTENTS = (Intent("show what there is", _lexicon, _propose, denies=True),)
