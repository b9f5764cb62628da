"""How a project logs, and whether requests can be followed through it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.logs.logfire import reaches_logfire
from fastscaffold.audit.facts.logs.logfmt import writes_pairs
from fastscaffold.audit.facts.logs.loguru import writing_json
from fastscaffold.audit.facts.places import Place, at, at_call, at_definition
from fastscaffold.audit.facts.project.loaded import is_left_out
from fastscaffold.audit.facts.project.usage import in_use, is_named, mentioning
from fastscaffold.audit.facts.routing.bootstrappers import traces, writes_json
from fastscaffold.audit.facts.settings.switches import is_switched_off, passes_by
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Class, Module

_STRUCTURED = (
    *("structlog.configure", "structlog.wrap_logger", "structlog.stdlib.ProcessorFormatter"),
    *("structlog.configure_once", "json_logging.init_fastapi"),
    *("google.cloud.logging.Client", "google.cloud.logging.handlers.StructuredLogHandler"),
    *("aws_lambda_powertools.Logger", "aws_lambda_powertools.logging.Logger"),
    *("fastapi_structlog.setup_logger", "ecs_logging.StdlibFormatter"),
    *("json_log_formatter.JSONFormatter",),
    # These write keys and values as they come.
    *("rotoger.get_logger", "rotoger.Rotoger", "eliot.start_action", "eliot.to_file"),
    *(
        "twisted.logger.jsonFileLogObserver",
        "logzero.json",
        "logstash_async.handler.AsynchronousLogstashHandler",
    ),
    *("logstash_formatter.LogstashFormatterV1", "*.TCPLogstashHandler", "*.LogstashFormatter"),
)
# These send what is logged elsewhere, beside what the project has written where it runs.
_EXPORTERS = ("*.LoggerProvider", "azure.monitor.opentelemetry.configure_azure_monitor")
_WRITES_TEXT = ("logging.Formatter", "logging.StreamHandler", "logging.basicConfig")
_LEVELS = frozenset({"critical", "debug", "error", "exception", "info", "warn", "warning"})
# What the standard library takes.
_PLAIN = frozenset({"exc_info", "extra", "stack_info", "stacklevel"})
# Libraries that write text for people until they are told otherwise, which some fill with values.
_TEXTS = frozenset({"logbook", "logging", "loguru", "structlog", "twisted"})
_FORMATTERS = re.compile(
    r"pythonjsonlogger\.|json_log_formatter\.|ecs_logging\.|structlog\.stdlib\.ProcessorFormatter"
    r"|(?i:\b\w*json\w*formatter\b)"
)
_JSON_LIBRARIES = ("pythonjsonlogger", "json_log_formatter")
# A class that a configuration names by its dotted path.
_NAMED_FORMATTER = re.compile(r"(?i)\w+(\.\w+)*\.\w*json\w*formatter\w*")
_JSON_FORMAT = re.compile(
    r"""^\s*\{\s*["'].*%\((?:message|asctime|levelname)\)s.*\}\s*$""", re.DOTALL
)
_DUMPS = frozenset({"dumps", "dumps_json", "JSONEncoder", "encode", "to_json", "serialize"})
_TRACING = (
    *("logfire.configure", "logfire.instrument_fastapi", "*.TracerProvider"),
    *("*.set_tracer_provider", "*.OpenTelemetryMiddleware", "ddtrace.patch_all", "ddtrace.patch"),
    *("azure.monitor.opentelemetry.configure_azure_monitor", "newrelic.agent.initialize"),
    *("newrelic.agent.register_application", "elasticapm.Client", "*.make_apm_client"),
    *("elasticapm.contrib.starlette.ElasticAPM", "aws_xray_sdk.core.patch_all", "*.XRayMiddleware"),
    *(
        "sentry_sdk.integrations.asgi.SentryAsgiMiddleware.traces",
        "uptrace.configure_opentelemetry",
    ),
    *("aws_lambda_powertools.Tracer", "aws_lambda_powertools.tracing.Tracer"),
    *("aws_xray_sdk.core.xray_recorder.configure", "aws_xray_sdk.core.patch"),
    *("langwatch.setup", "traceloop.sdk.Traceloop.init", "phoenix.otel.register"),
)
_AGENTS = (
    r"\b(?:ddtrace-run|opentelemetry-instrument|newrelic-admin|elasticapm-run|splunk-py-trace)\b"
)
_LOGGING_FILES = tuple(
    f"*log*.{kind}{sample}"
    for kind in ("ini", "conf", "cfg", "y*ml", "json", "toml")
    for sample in ("", ".example", ".sample", ".dist", ".template", ".default")
)


def structured(facts: Facts) -> list[Place]:
    """Where logs of keys and values are configured."""
    found = [
        at_call(call, "structured logging")
        for call in facts.calls(*_STRUCTURED, *(() if _writes_text(facts) else _EXPORTERS))
        if _is_in_force(facts, call)
    ]
    found += [
        at_call(call, "structured logging")
        for call in facts.calls("logfire.configure")
        if _is_in_force(facts, call) and reaches_logfire(facts)
    ]
    found += [
        at_call(call, "structured logging")
        for call in facts.calls("logzero.setup_default_logger", "logzero.setup_logger")
        if facts.values.fold(call.argument("json"), call.scope) is True
    ]
    found += [
        at_call(call, "loguru writes JSON")
        for call in writing_json(facts)
        if _is_in_force(facts, call)
    ]
    found += [at_call(call, "structured logging") for call in writes_json(facts)]
    found += _formatters(facts)
    found += found or list(_keyed(facts))[:1]
    for path in logging_files(facts):
        found += facts.configuration.search(_FORMATTERS, path)
    return sorted(dict.fromkeys(found))


def _writes_text(facts: Facts) -> bool:
    """Whether a project has its logs written as text where it runs."""
    return any(_is_in_force(facts, call) for call in facts.calls(*_WRITES_TEXT))


def _is_in_force(facts: Facts, call: Call) -> bool:
    """Whether a call is made as shipped, in a module that the application loads."""
    return (
        in_use(facts, call)
        and not is_left_out(facts, call.module)
        and not is_switched_off(facts, call)
        and not (call.function is not None and passes_by(facts, call.function))
    )


def _keyed(facts: Facts) -> Iterator[Place]:
    """Calls with keys and values of a logger that a library makes, which has to write them.

    Neither the standard library takes any, nor does loguru write those that it takes, nor
    structlog in a form for machines.
    """
    for method in _LEVELS:
        for call in facts.calls(f"*.{method}", f"*.a{method}"):
            names = {each.arg for each in call.node.keywords} - {None} - _PLAIN
            if names and call.node.args and _is_foreign(facts, call):
                yield at_call(call, "a log with keys and values")


def _is_foreign(facts: Facts, call: Call) -> bool:
    """Whether a method is one of a logger that is made by a library other than the plain ones."""
    owner = facts.index.origin(call).rpartition(".")[0]
    head = owner.partition(".")[0]
    own = {name.partition(".")[0] for name in facts.index.modules}
    return head not in {"?", "", *_TEXTS, *own} and "log" in owner.lower()


def logging_files(facts: Facts) -> list[str]:
    """Files that say how logs are written."""
    return [
        path
        for path in facts.configuration.paths(*_LOGGING_FILES)
        if re.search(r"(?m)formatter", facts.text(path))
    ]


def _formatters(facts: Facts) -> Iterator[Place]:
    """Formatters of JSON or logfmt: of a library, of the project, or a format that is JSON."""
    texts = ("json_log_formatter", "ecs_logging", "pythonjsonlogger", "asctime", "Formatter")
    for module in mentioning(facts.production, *texts):
        if is_left_out(facts, module):
            continue
        yield from _of_libraries(facts, module)
        for node in walk(module.tree):
            match node:
                case ast.Constant(value=str() as text) if len(text) < 500 and (  # noqa: PLR2004
                    re.fullmatch(r"(pythonjsonlogger|json_log_formatter|ecs_logging)\.[\w.]+", text)
                    or _NAMED_FORMATTER.fullmatch(text)
                    or _JSON_FORMAT.match(text)
                ):
                    yield at(module, node, "a format of keys and values")
                case _:
                    pass
        for defined in module.classes.values():
            method = defined.functions.get("format")
            bases = facts.index.ancestors(defined.symbol)
            if method is not None and any(each.endswith("Formatter") for each in bases):
                called = {facts.index.origin(call).rpartition(".")[2] for call in method.calls}
                is_structured = called & _DUMPS or writes_pairs(method)
                if is_structured and _is_made(facts, defined):
                    yield at_definition(defined, "a formatter of keys and values")


def _is_made(facts: Facts, formatter: Class) -> bool:
    """Whether a formatter of the project is used as shipped, be it by a file that names it."""
    made = list(facts.calls(formatter.symbol))
    if made or is_named(facts, formatter.name):
        return _is_shipped(facts, made)
    return any(formatter.name in text for text in facts.sources.texts.values())


def _of_libraries(facts: Facts, module: Module) -> Iterator[Place]:
    """Where a module imports a formatter; what is never called may be named by its path."""
    targets = [*module.imports.values()]
    if any(each.startswith(_JSON_LIBRARIES) for each in targets):
        made = [each for each in module.calls if _origin_is_of(facts, each, _JSON_LIBRARIES)]
        if _is_shipped(facts, made):
            yield next(facts.imports(*_JSON_LIBRARIES))


def _origin_is_of(facts: Facts, call: Call, libraries: tuple[str, ...]) -> bool:
    return facts.index.origin(call).startswith(libraries)


def _is_shipped(facts: Facts, calls: list[Call]) -> bool:
    """Whether not all calls that make something are switched off by default."""
    return not calls or not all(is_switched_off(facts, each) for each in calls)


def tracing(facts: Facts) -> list[Place]:
    """Where requests are traced."""
    found = [at_call(call, "tracing") for call in facts.calls(*_TRACING) if in_use(facts, call)]
    found += [
        at_call(call, "instrumentation of OpenTelemetry")
        for call in facts.calls("*.instrument_app", "*.instrument")
        if "Instrumentor" in unparsed(call.node.func) and in_use(facts, call)
    ]
    found += [
        at_call(call, "Sentry traces")
        for call in facts.calls("sentry_sdk.init", "*.sentry_sdk.init")
        if _samples(facts, call) and in_use(facts, call)
    ]
    found += [at_call(call, "tracing") for call in traces(facts)]
    found += facts.imports("ddtrace.auto")
    found += running(_AGENTS, facts.commands.of_deployment)
    return sorted(dict.fromkeys(found))


def _samples(facts: Facts, call: Call) -> bool:
    if call.argument("traces_sampler") is not None:
        return True
    for name in ("traces_sample_rate", "enable_tracing"):
        given = call.argument(name)
        if given is not None and facts.values.fold(given, call.scope) not in {0, None}:
            return True
    return False
