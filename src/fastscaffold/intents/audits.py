"""Sentences that are answered by an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, PATH, VERB, Lexicon
from fastscaffold.intents.vocabulary import AUDIT, FIND, TARGETS, WANTS
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from fastscaffold.intents.surroundings import Surroundings

# What an audit calls a topic, and what people call it.
TOPICS = {
    "api": "api design,endpoints,routes,api conventions",
    "architecture": "architecture,structure,project structure,layering,layers",
    "configuration": "configuration,config,settings,environment variables",
    "database": "database,db,database layer,migrations,database models,database access",
    "errors": "errors,error handling,exception handling,exceptions",
    "observability": "observability,logging,logs,metrics,monitoring,tracing",
    "operations": "operations,deployment,docker,dockerfile,ops,deployment setup",
    "performance": "performance,speed",
    "security": "security,secure,safe,safety,vulnerabilities,vulnerability,vulnerable,insecure,"
    "security issues,security problems,security holes,security hole,security flaws,security bugs,"
    "security vulnerabilities,security risks,security weaknesses,weaknesses,security checklist,"
    "owasp,hackable,harden,hardening",
    "testing": "testing,tests,test suite,test coverage,unit tests",
    "validation": "validation,input validation,schemas,pydantic models",
}
QUERY_RULES = (
    "async-code-never-blocks",
    "database-awaited",
    "foreign-keys-indexed",
    "lists-paginated",
    "n-plus-one-query",
    "page-without-bound",
    "pool-chosen",
)
_RUN = "run,do,perform,make,conduct,start,carry out,give,execute,launch,go"
FIX = "fix,fixing,fix them,repair,mend,correct,resolve,solve,cure,eliminate"
LOOKS = {"audit": AUDIT, "find": FIND, "run": _RUN, "want": WANTS}


def _whole_lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon(paths=True)
    lexicon.put_all(VERB, {"audit": AUDIT, "run": _RUN, "want": WANTS})
    lexicon.put(
        OBJECT,
        "quality",
        phrases_in(
            "quality,code quality,health,state,best practices,report,score,quality score,"
            "problems,issues,weak spots,for problems,for issues"
        ),
    )
    lexicon.put(OBJECT, "project", phrases_in(TARGETS))
    lexicon.put(CONTEXT, "", ("full", "complete", "thorough", "quick", "with", "existing"))
    return with_fillers(lexicon, questions=True)


def _whole(heard: Heard) -> Proposal | None:
    reading = heard.reading
    audits = [term for term in reading.of(VERB) if term.value == "audit"]
    if not audits:
        return None
    named = any(term.text.casefold().startswith("audit") for term in audits)
    doubt = "" if named or reading.of(OBJECT) else "It does not say what is to be looked at."
    path = tuple(term.text for term in reading.of(PATH))
    if any(each.endswith((".html", ".md", ".sarif")) for each in path):
        return None
    return Proposal(
        (audit_command((), path),),
        f"`{audits[0].text}` is what an audit does, of the whole project.",
        doubt,
    )


def _topic_lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    lexicon.put_all(OBJECT, TOPICS)
    lexicon.put_all(VERB, {**LOOKS, "fix": FIX})
    lexicon.put(
        CONTEXT,
        "",
        phrases_in(
            "full,complete,quick,issues,problems,thorough,potential,possible,about,if,whether"
        ),
    )
    return with_fillers(lexicon, questions=True)


def _topic(heard: Heard) -> Proposal | None:
    topics = heard.reading.values(OBJECT)
    if not topics:
        return None
    verbs = set(heard.reading.values(VERB))
    doubt = ""
    # Errors and logs can be looked for elsewhere than in the code.
    secure = topics == ("security",) and (verbs & {"find", "fix"} or heard.question)
    if "audit" not in verbs and not secure:
        doubt = "It does not say what is to be done about it."
    said = tuple(term.text for term in heard.reading.of(OBJECT))
    return Proposal(
        (audit_command(topics, fix=topics == ("security",) and "fix" in verbs),),
        f"`{listed(said)}` is what the audit calls {listed(topics)}.",
        doubt,
    )


def _queries_lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    lexicon.put(
        OBJECT,
        "queries",
        phrases_in(
            "query,queries,database queries,db queries,sql,sql queries,sql query,n+1,"
            "n plus one,n+1 queries,n+1 problems,missing indexes,missing indices,indexes,"
            "indices,connection pool,connection pooling,pooling,query performance,"
            "async database use,slow queries"
        ),
    )
    lexicon.put(
        OBJECT,
        "database",
        phrases_in(
            "database,db,database access,database performance,database layer,data access,"
            "performance of my database,sqlalchemy,orm,postgres,postgresql,sqlite"
        ),
    )
    lexicon.put_all(
        VERB,
        {
            "improve": "optimize,optimization,optimizing,speed up,speeding up,speed it up,"
            "speed them up,speed,improve,tune,tuning,accelerate,faster,make faster,quicker,"
            "slow,boost,more efficient,efficient,improve the performance of,"
            "improve performance of,increase the performance of",
            "audit": AUDIT,
            "find": FIND,
            "fix": f"{FIX},get rid of,apply fixes,apply the fixes,with fixes",
        },
    )
    lexicon.put(
        CONTEXT,
        "",
        phrases_in("make,performance,up,them,so,very,run,issues,problems,slow,problem,from"),
    )
    return with_fillers(lexicon, questions=True)


def _queries(heard: Heard) -> Proposal | None:
    objects = heard.reading.values(OBJECT)
    verbs = heard.reading.values(VERB)
    if not objects or ("queries" not in objects and "improve" not in verbs):
        return None
    return Proposal(
        (audit_command(QUERY_RULES, fix="fix" in verbs),),
        "The audit finds what makes queries slow: N+1 queries, foreign keys without an index, a"
        " pool that nobody chose, calls that block, lists without pages.",
        "" if verbs or heard.asks_whether else "It does not say what is to be done.",
    )


def audit_command(
    only: tuple[str, ...] = (), path: tuple[str, ...] = (), *, fix: bool = False
) -> Command:
    """An audit of the project, or of a directory.

    Args:
        only: topics and rules; everything by default.
        path: the directory, if another is meant than the project.
        fix: whether what can be mended with certainty is to be.
    """
    flags = ("--only", ",".join(only)) if only else ()
    if fix:
        does = "audits the project, and mends what is certain once you agree"
        return Command(("audit", *path[:1], *flags, "--fix"), does, placed=not path)
    does = "audits the project; changes nothing"
    return Command(("audit", *path[:1], *flags), does, writes=False, placed=not path)


INTENTS = (
    Intent("audit", _whole_lexicon, _whole),
    Intent("audit a topic", _topic_lexicon, _topic),
    Intent("optimize queries", _queries_lexicon, _queries),
)
