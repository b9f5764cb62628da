"""Sentences that ask for what every project of fastscaffold has from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Proposal
from fastscaffold.intents.audits import audit_command
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD, WANTS
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from fastscaffold.intents.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Something that no capability adds.

    Attributes:
        phrases: what people call it.
        only: topics and rules of the audit that tell whether a project has it.
    """

    phrases: tuple[str, ...]
    only: tuple[str, ...]


BUILT_IN = {
    "structured logs": BuiltIn(
        phrases_in(
            "structured logging,structured logs,structured log,logging,logs,json logs,json logging,"
            "structlog,request logging,log requests,logger,structured logger,"
            "structured json logging,structured json logs,logging in json"
        ),
        ("logs-structured", "requests-logged"),
    ),
    "error handling": BuiltIn(
        phrases_in(
            "error handling,exception handling,error handler,error handlers,exception handler,"
            "exception handlers,global error handling,global exception handling,"
            "global exception handler,global error handler,handle errors,handle exceptions,"
            "errors handling,error responses,structured errors,error envelope,domain errors,"
            "central error handling,centralized error handling"
        ),
        ("errors",),
    ),
    "health checks": BuiltIn(
        phrases_in(
            "health check,health checks,healthcheck,healthchecks,health endpoint,health route,"
            "health check endpoint,readiness probe,liveness probe,readiness endpoint,"
            "readiness check,readiness checks,liveness check"
        ),
        ("health-routes",),
    ),
    "pagination": BuiltIn(
        phrases_in("pagination,paginate lists,paging,paginated lists"),
        ("lists-paginated", "page-without-bound", "pages-generic"),
    ),
}
_CONTEXT = phrases_in(
    "support,proper,properly,good,better,global,centralized,consistent,basic,simple,"
    "with structlog,everywhere,system"
)


def _lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    for name, built_in in BUILT_IN.items():
        lexicon.put(OBJECT, name, built_in.phrases)
    lexicon.put_all(VERB, {"add": ADD, "want": WANTS, "improve": "improve"})
    lexicon.put(CONTEXT, "", _CONTEXT)
    return with_fillers(lexicon)


def _propose(heard: Heard) -> Proposal | None:
    names = heard.reading.values(OBJECT)
    if not names:
        return None
    rules = tuple(rule for name in names for rule in BUILT_IN[name].only)
    what = listed(names)
    reason = (
        f"This project has had {what} since it was created; the audit tells whether that holds."
        if heard.surroundings.inside
        else f"Projects that fastscaffold creates have {what}; of others, the audit finds where"
        " it is missing, and says what to do."
    )
    doubt = "" if heard.reading.of(VERB) else "It does not say what is to be done."
    return Proposal((audit_command(rules),), reason, doubt)


INTENTS = (Intent("what is built in", _lexicon, _propose),)
