"""Routes that log somebody in, as their paths, their names and what they take say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import guards
from fastscaffold.audit.facts.access.schemes import is_strict_scheme
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.requests.models import answered, fields_of
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.modules import Class, last_called

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routing.routes import Route

# A request to log in, or for what replaces a password. Logging out is none.
_LOGIN = re.compile(
    r"(^|[/_-])(log_?-?in|sign_?-?in|signin|token|tokens|auth(enticate)?|jwt|session|sessions"
    r"|access[-_]?token|otp)/?$|/(login|signin|sign-in|token)(/|$)",
    re.IGNORECASE,
)
_NOT_LOGIN = re.compile(
    r"log_?out|sign_?out|revoke|validate|verify|test|\bme\b|status|callback|push|device|fcm|logs"
    r"|last[_-]?log|(^|[_-])(count|estimate)(?![a-z])",
    re.IGNORECASE,
)
# Tokens of what only receives messages.
_PUSHED = re.compile(r"(?i)(^|[/_-])(apns|fcm|push)([/_-]|$)")
# Names of functions that log in, where "catalogs_in" and "plugging" do not.
_NAMED = re.compile(
    r"(?<![a-z])(log|sign)_in(?![a-z])|login(?!g)|(?<!as)(?<!con)(?<!de)signin(?!g)|authenticate"
)
# What is named so lets somebody in, whatever it takes: a text, a mapping, the request itself.
_LETS_IN = re.compile(r"(?i)(^|[/_-])(log[_-]?in|sign[_-]?in|authenticate)(/(\{\w+\})?)?$")
# Whom, how and by what it does; a page and the settings of a login are something else.
_LETS_IN_BY = re.compile(
    r"(?i)^(log_?in|sign_?in)_((\w+_)?(account|admin|client|customer|employee|guest|member|session"
    r"|staff|student|teacher|token|user)s?$|(access|action|api|async|basic|by|endpoint|for|form|from"
    r"|handler|json|post|process|request|route|submit|through|to|using|v\d|via|view|with)(_|$))"
)
# The endpoint of OAuth 2.0 (RFC 6749, 3.2), of which a provider reads the form.
_TOKEN_ENDPOINT = re.compile(r"(?i)(^|/)token/?$")
_READS = frozenset({"body", "form", "json"})
# What keeps or changes something that is only about logins, or has nothing to do with them.
_MANAGES = re.compile(
    r"(?i)^(add|configure|create|delete|disable|edit|enable|import|install|record|register|remove"
    r"|save|set|store|track|update|upload)_(?!(\w*_)?(log_?in|sign_?in)$)"
    r"(?!\w*(access|account|auth|cookie|jwt|session|token|user))"
)
# By the names that parameters and fields have, in words.
_PASSWORD = re.compile(r"passw|passphrase|passcode|^pwd|pwd$")
_SENT = (
    r"(_?(args|body|code|create|data|dto|details|email|form|in|info|input|item|json|model|obj"
    r"|params|payload|req|request|schema|token|user|username))*(_\d+)?$"
)
_CREDENTIAL = re.compile(
    rf"{_PASSWORD.pattern}|client_?secret|(^|_)otp(_code)?$"
    r"|^(?!(\w*_)?(allow|auto|disable|enable|failed|first|force|has|is|last|require|required|skip)_)"
    rf"\w*(login(_?(id|name))?|signin|creds|credentials?){_SENT}"
)
# What lets somebody in where that is asked for, and is elsewhere the key of another service.
_KEY = re.compile(
    r"^((access|app|client|user)_)?(api_?key|secret(_?(code|key|phrase|word))?)$"
    r"|^((access|login|security|user)_)?m?pin(_?code)?$"
)
_ASKED_FOR_KEY = re.compile(r"(?i)(^|[/_-])(auth|jwt|otp|(access[-_]?)?token)/?$")
# A code that was sent to somebody, and is asked for again.
_CHECKS = re.compile(r"(?i)verif|confirm|check|validate")
_CODE = re.compile(
    r"^((\w+_)?(otp|totp|pin)(_code)?|((\w+_)?(email|login|mfa|sms|verification)_)?code)$"
)
_REFRESH = re.compile(r"(?i)refresh_?token|^refresh$")
_GRANTS = re.compile(r"(?i)grant_?type|^code$|client_?secret")
_ASKS_WHO = re.compile(r"(?i)^(?!.*optional).*current_user")
_BEARER = re.compile(r"OAuth2PasswordBearer|HTTPBearer")
_BASIC = re.compile(r"\bHTTPBasic$")
_ASKS_FOR = re.compile(r"HTTPBasic|Credentials|Form$|[Ll]og_?in")


def named_logins(facts: Facts) -> list[Route]:
    """Those that take credentials, or hand out tokens for them."""
    found = [each for each in facts.routes if _is_login(facts, each)]
    if not found:
        # Where there is another login, it is a second step of that.
        return [each for each in facts.routes if _enters_a_code(facts, each)]
    # Nobody guesses the long token that another is given for.
    return [each for each in found if not _renews(facts, each)] or found


def hands_on(facts: Facts, route: Route) -> bool:
    """Whether a route answers whoever asks with what another service lets them in by."""
    if not route.takes_body or is_inside(facts, route):
        return False
    return any(
        route in use.direct and "access_token" in fields_of(facts, use.model)
        for use in answered(facts).values()
    )


def _is_login(facts: Facts, route: Route) -> bool:
    name = route.function.name
    if not route.takes_body and not _is_asked_for(route):
        return False
    # A path that says it all tells more than `verify_code` does.
    told = "" if _LETS_IN.search(route.path) else name
    if _NOT_LOGIN.search(route.path.rpartition("/")[2]) or _NOT_LOGIN.search(told):
        return False
    given = [facts.index.annotated(each.annotation, route.module) for each in route.parameters]
    given += [each.symbol for each in route.dependencies]
    forms = [form for each in given for form in facts.index.ancestors(each)]
    if any("OAuth2PasswordRequestForm" in each.rpartition(".")[2] for each in forms):
        return True
    if _PUSHED.search(route.path):
        return False
    if not _LOGIN.search(route.path) and not _NAMED.search(name):
        return False
    issues = not is_inside(facts, route) and _issues(facts, route)
    if _MANAGES.search(name):
        return issues or _takes(facts, route, _PASSWORD)
    if issues or _takes_credentials(facts, route):
        return True
    if is_inside(facts, route) and not _is_sent_a_password(facts, route):
        return False
    return (_lets_in(route) and _is_sent_something(route)) or _reads_a_grant(route)


def _enters_a_code(facts: Facts, route: Route) -> bool:
    """Whether a route is sent a code that it checks, and hands out a token for it."""
    named = f"{route.path.rpartition('/')[2]} {route.function.name}"
    if not route.takes_body or not _CHECKS.search(named) or is_inside(facts, route):
        return False
    return _takes(facts, route, _CODE) and _issues(facts, route)


def _reads_a_grant(route: Route) -> bool:
    """Whether a route for tokens reads what it is sent by hand."""
    if not _TOKEN_ENDPOINT.search(route.path):
        return False
    return any(last_called(call.node) in _READS for call in route.function.calls)


def _is_asked_for(route: Route) -> bool:
    """Whether a password stands in the address of a request, as it never should."""
    asked = [each.name for each in route.parameters if each.kind == "query"]
    return not route.is_websocket and any(_is_named(each, _PASSWORD) for each in asked)


def _lets_in(route: Route) -> bool:
    name = route.function.name
    named = (_LETS_IN.search(route.path), _LETS_IN.search(name), _LETS_IN_BY.search(name))
    return any(named)


def _takes_credentials(facts: Facts, route: Route) -> bool:
    if _takes(facts, route, _CREDENTIAL):
        return True
    asks = _lets_in(route) or _ASKED_FOR_KEY.search(route.path)
    return bool(asks) and _takes(facts, route, _KEY)


def _takes(facts: Facts, route: Route, named: re.Pattern[str]) -> bool:
    """Whether a parameter, or a field of what is sent, has a name of some."""
    for parameter in route.parameters:
        if _is_named(parameter.name, named):
            return True
        symbol = facts.index.annotated(parameter.annotation, route.module)
        model = facts.index.definition(symbol)
        if not isinstance(model, Class) or parameter.kind not in {"body", "form", "query"}:
            continue
        fields = all_fields(facts.index, model)
        inner = (facts.index.annotated(each.annotation, each.owner) for each in fields.values())
        for holder in (model, *map(facts.index.definition, inner)):
            if isinstance(holder, Class) and any(
                _is_named(each, named) for each in all_fields(facts.index, holder)
            ):
                return True
    return False


def _is_named(name: str, named: re.Pattern[str]) -> bool:
    return named.search("_".join(words(name))) is not None


def _renews(facts: Facts, route: Route) -> bool:
    """Whether a route is sent a refresh token, alone or in a model, and no password."""
    names = [each.name for each in route.parameters]
    for parameter in route.parameters:
        symbol = facts.index.annotated(parameter.annotation, route.module)
        model = facts.index.definition(symbol)
        if isinstance(model, Class) and parameter.kind in {"body", "form", "query"}:
            names += all_fields(facts.index, model)
    if any(_GRANTS.search(each) for each in names) or _takes_credentials(facts, route):
        return False
    return any(_REFRESH.search(each) for each in names)


def _issues(facts: Facts, route: Route) -> bool:
    signers = {call.function for call in facts.tokens.signed}
    reached = facts.callers.reached([route.function])
    return any(each in signers for each in reached)


def _is_sent_something(route: Route) -> bool:
    """Whether a client sends more than the path, or a dependency takes who it is."""
    return any(each.kind not in {"depends", "path"} for each in route.parameters) or any(
        _ASKS_FOR.search(each.symbol) for each in route.dependencies
    )


def _is_sent_a_password(facts: Facts, route: Route) -> bool:
    """Whether each request has to bring a password, as HTTP Basic does, and no token will do."""
    schemes = [one for each in route.dependencies for one in facts.index.ancestors(each.symbol)]
    return any(map(_BASIC.search, schemes)) and not any(map(_BEARER.search, schemes))


def is_inside(facts: Facts, route: Route) -> bool:
    """Whether only who is in already may ask: what it hands out is for something else."""
    ancestors = facts.index.ancestors
    bearers = [
        each for each in route.dependencies if any(map(_BEARER.search, ancestors(each.symbol)))
    ]
    if any(_ASKS_WHO.search(each.symbol) for each in route.dependencies):
        return True
    # One that asks and refuses nobody may be there for those who are in, and for others.
    return any(is_strict_scheme(facts, each) for each in bearers) or (
        bool(bearers) and bool(guards(facts, route))
    )
