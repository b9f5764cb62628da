"""The names that weaknesses are known by, and the rules of the audit that look for each."""

from __future__ import annotations

from dataclasses import dataclass

from fastscaffold.intents.built_in import BUILT_IN
from fastscaffold.intents.words import phrases_in


@dataclass(frozen=True, slots=True)
class Weakness:
    """Something that the audit has rules of its own for.

    Attributes:
        flaws: what people call it where it is there, such as SQL injection.
        only: the rules.
        guards: what protects from it, such as rate limiting.
        things: what can be handled well or badly, such as a password. Features have them, too, so
            that their names alone ask for no audit.
    """

    flaws: tuple[str, ...]
    only: tuple[str, ...]
    guards: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


def _weakness(flaws: str, *only: str, guards: str = "", things: str = "") -> Weakness:
    return Weakness(phrases_in(flaws), only, phrases_in(guards), phrases_in(things))


_EXPIRY = ",".join(
    f"{what} {end}"
    for what in ("token", "access token", "refresh token", "jwt", "jwts")
    for end in ("expiry", "expiration", "lifetime", "expire", "expiring")
)
SECRETS = _weakness(
    "hard coded secret,hardcoded secret,leaked secret,exposed secret,secret in code,"
    "hard coded password,hardcoded password,hard coded credential,hardcoded credential,"
    "hard coded api key,hard coded api keys,hardcoded api key,hardcoded api keys,"
    "leaked credential,leaked password,leaked api key,leaked api keys,leaked token,"
    "hard coded token,hardcoded token,committed secret,exposed credential,secret issue",
    "committed-env-file",
    "jwt-secret-strength",
    "secrets-typed-as-secrets",
    "secrets-without-defaults",
    things="secret,secret key,secret keys,api key,api keys,credential",
)
WEAKNESSES = (
    _weakness("sql injection,sqli,raw sql,raw sql query,sql from requests", "sql-from-requests"),
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
        "unsafe upload,insecure upload,unsafe file upload,insecure file upload",
        "upload-filename",
        "upload-size",
        guards="upload security,file upload security",
    ),
    SECRETS,
    _weakness(
        "plain text password,plaintext password,weak password hash,unhashed password,"
        "password issue",
        "bcrypt-password-length",
        "password-hashing",
        "password-transformed",
        guards="password hashing,password hash,password storage,stored password,"
        "how passwords are stored,how passwords are hashed",
        things="password",
    ),
    _weakness(
        "brute force,brute forcing,brute force attack,credential stuffing,password guessing",
        "rate-limit-on-login",
        guards="rate limit,rate limiting,rate limited,login rate limit,brute force protection,"
        "throttling",
    ),
    _weakness("timing attack,user enumeration,account enumeration,login timing", "login-timing"),
    _weakness(
        "long lived token",
        "jwt-required-claims",
        "token-lifetime",
        guards=_EXPIRY,
    ),
    _weakness(
        "unverified token,unverified jwt,token issue,jwt issue",
        "jwt-decoded-strictly",
        "jwt-required-claims",
        "jwt-secret-strength",
        "python-jose",
        "refresh-token-rotation",
        "token-lifetime",
        guards="jwt security,jwt handling,jwt validation,token security,token handling,"
        "token validation",
        things="jwt,jwts,jwt token,access token,token,refresh token",
    ),
    _weakness(
        "cors wildcard",
        "cors-per-environment",
        "cors-wildcard-with-credentials",
        guards="cors,cors setting,cors setup,cors config,cors configuration,cors policy",
    ),
    _weakness("", "https-enforced", guards="https,tls,https redirect"),
    _weakness("clickjacking", "security-headers", guards="security header,secure header,hsts,csp"),
    _weakness("host header injection,host header attack", "trusted-hosts", guards="trusted host"),
    _weakness(
        "unauthenticated websocket",
        "websocket-authentication",
        guards="websocket authentication,websocket authenticated",
    ),
    _weakness(
        "exposed docs,public docs,open docs,exposed documentation,docs exposed,docs public",
        "openapi-left-open",
    ),
    _weakness(
        "information disclosure,information leak,data leak,leak data,leaked stack trace,"
        "leak stack traces,leak internals,data exposure,sensitive data exposure",
        "internals-kept-from-clients",
        "responses-without-secrets",
    ),
    _weakness(
        "blocking call,blocking code,blocking io,blocking i/o,blocking function,"
        "blocked event loop,event loop blocking,blocking in async,blocking in async code,"
        "blocking the event loop,blocking call in async code,blocking call in async function",
        "async-code-never-blocks",
    ),
    _weakness(
        "vulnerable dependency,vulnerable dependencies,vulnerable package,insecure dependency,"
        "insecure dependencies,dependency vulnerability,dependency vulnerabilities,"
        "vulnerability in dependencies,vulnerabilities in dependencies,"
        "vulnerabilities in my dependencies,vulnerabilities in our dependencies,"
        "vulnerabilities in the dependencies",
        "dependency-scanning",
        guards="dependency scanning,dependency scan,dependencies scanned",
    ),
    _weakness("naive datetime,timezone bug,missing timezone", "naive-datetime-column"),
    _weakness(
        "unbounded list,list unbounded,unpaginated list,list without pagination,unpaginated,"
        "without pagination",
        *BUILT_IN["pagination"].only,
        guards="pagination,paginated,list paginated,paginated list",
    ),
)
# What no rule is about, whatever it is asked for.
WITHOUT_RULE = phrases_in(
    "csrf,xsrf,cross site request forgery,csrf attack,csrf protection,csrf token,xxe,"
    "xml external entity,idor,insecure direct object reference,bola,broken access control,"
    "broken object level authorization,nosql injection,ldap injection,xpath injection,"
    "session fixation,request smuggling,replay attack"
)
