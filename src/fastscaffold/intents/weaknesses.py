"""Sentences that ask for one weakness by the name that it is known by, such as SQL injection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Proposal
from fastscaffold.intents.audits import FIX, LOOKS, audit_command
from fastscaffold.intents.built_in import BUILT_IN
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, VERB, Lexicon
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from fastscaffold.intents.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Weakness:
    """Something that the audit has rules of its own for.

    Attributes:
        phrases: what people call it, or what protects from it.
        only: the rules.
    """

    phrases: tuple[str, ...]
    only: tuple[str, ...]


def _weakness(phrases: str, *only: str) -> Weakness:
    return Weakness(phrases_in(phrases), only)


WEAKNESSES = (
    _weakness("sql injection,sqli,raw sql,sql from requests", "sql-from-requests"),
    _weakness("command injection,shell injection,os command injection", "commands-from-requests"),
    _weakness(
        "code injection,unsafe deserialization,insecure deserialization,unsafe pickle,unsafe eval",
        "code-from-requests",
    ),
    _weakness(
        "remote code execution,rce,arbitrary code execution",
        "code-from-requests",
        "commands-from-requests",
        "templates-from-requests",
    ),
    _weakness("template injection,ssti,server side template injection", "templates-from-requests"),
    _weakness("xss,cross site scripting,html injection", "html-from-requests"),
    _weakness(
        "injection,injection attack,injection flaw",
        "code-from-requests",
        "commands-from-requests",
        "html-from-requests",
        "sql-from-requests",
        "templates-from-requests",
    ),
    _weakness("open redirect,unvalidated redirect,unsafe redirect", "redirects-from-requests"),
    _weakness("ssrf,server side request forgery", "hosts-from-requests"),
    _weakness("path traversal,directory traversal", "upload-filename"),
    _weakness(
        "unsafe upload,insecure upload,upload security,unsafe file upload,insecure file upload,"
        "file upload security",
        "upload-filename",
        "upload-size",
    ),
    _weakness(
        "secret,hard coded secret,hardcoded secret,leaked secret,exposed secret,secret in code,"
        "secret key,api key,hard coded password,hardcoded password,hard coded credential,"
        "hardcoded credential,credential,hard coded api key,hardcoded api key,leaked credential",
        "committed-env-file",
        "jwt-secret-strength",
        "secrets-typed-as-secrets",
        "secrets-without-defaults",
    ),
    _weakness(
        "password,password hashing,password hash,password storage,stored password,"
        "how passwords are stored,how passwords are hashed,plain text password,"
        "plaintext password,weak password hash,unhashed password",
        "bcrypt-password-length",
        "password-hashing",
        "password-transformed",
    ),
    _weakness(
        "rate limit,rate limiting,rate limited,login rate limit,brute force,brute forcing,"
        "brute force attack,brute force protection,credential stuffing,throttling",
        "rate-limit-on-login",
    ),
    _weakness("timing attack,user enumeration,account enumeration,login timing", "login-timing"),
    _weakness(
        "jwt,jwt token,access token,token,refresh token,jwt security,jwt handling,jwt validation",
        "jwt-decoded-strictly",
        "jwt-required-claims",
        "jwt-secret-strength",
        "python-jose",
        "refresh-token-rotation",
        "token-lifetime",
    ),
    _weakness(
        "cors,cors setting,cors setup,cors config,cors configuration,cors policy,cors wildcard",
        "cors-per-environment",
        "cors-wildcard-with-credentials",
    ),
    _weakness("https,tls,https redirect", "https-enforced"),
    _weakness("security header,secure header,hsts,csp", "security-headers"),
    _weakness("trusted host,host header injection,host header attack", "trusted-hosts"),
    _weakness("websocket authentication,unauthenticated websocket", "websocket-authentication"),
    _weakness("exposed docs,public docs,open docs,exposed documentation", "openapi-left-open"),
    _weakness(
        "information disclosure,information leak,data leak,leaked stack trace,data exposure,"
        "sensitive data exposure",
        "internals-kept-from-clients",
        "responses-without-secrets",
    ),
    _weakness(
        "blocking call,blocking code,blocking io,blocking i/o,blocking function,"
        "blocked event loop,event loop blocking,blocking in async,blocking in async code,"
        "blocking the event loop,blocking call in async code,blocking call in async function",
        "async-code-never-blocks",
    ),
    _weakness("naive datetime,timezone bug,missing timezone", "naive-datetime-column"),
    _weakness("pagination,unbounded list,unpaginated list", *BUILT_IN["pagination"].only),
)
# What is said of a weakness, or of what protects from it, whichever it is.
_CONTEXT = (
    "vulnerable,vulnerability,attack,problem,issue,hole,flaw,risk,bug,weakness,potential,possible,"
    "protected,prone,open,exposed,safe,secure,against,configured,enforced,correct,correctly,right,"
    "hashed,stored,safely,securely,paginated,set up,strong,weak,about,if,whether,setting,login"
)


def _lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    for at, weakness in enumerate(WEAKNESSES):
        lexicon.put(OBJECT, str(at), weakness.phrases)
    lexicon.put_all(VERB, {**LOOKS, "find": f"{LOOKS['find']},test", "fix": FIX})
    lexicon.put(CONTEXT, "", phrases_in(_CONTEXT))
    return with_fillers(lexicon, questions=True)


def _propose(heard: Heard) -> Proposal | None:
    found = [WEAKNESSES[int(value)] for value in heard.reading.values(OBJECT)]
    if not found:
        return None
    rules = tuple(dict.fromkeys(rule for weakness in found for rule in weakness.only))
    verbs = set(heard.reading.values(VERB))
    # Whether something is needed is no question to an audit.
    looks = verbs & {"audit", "find", "fix"} or (heard.asks_whether and "want" not in verbs)
    said = listed(tuple(f"`{term.text}`" for term in heard.reading.of(OBJECT)))
    noun = "rule" if len(rules) == 1 else "rules"
    return Proposal(
        (audit_command(rules, fix="fix" in verbs),),
        f"The audit looks at {said} by the {noun} {listed(rules)}.",
        "" if looks else "It does not say what is to be done about it.",
    )


INTENTS = (Intent("look for a weakness", _lexicon, _propose),)
