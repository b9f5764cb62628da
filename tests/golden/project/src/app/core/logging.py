"""Structured logs: JSON lines, or readable ones in development. The server's logs join in."""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.config import Environment, Settings

HANDLER_NAME = "app"
SERVER_LOGGERS = ("uvicorn", "uvicorn.error")


class _Line(str):
    """What is to stand in the log as it is."""

    __slots__ = ()


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Makes lines of what libraries log; ours come as lines."""

    def format(self, record: logging.LogRecord) -> str:
        return record.msg if isinstance(record.msg, _Line) else super().format(record)


def configure_logging(settings: Settings) -> None:
    """Send everything that is logged, here and by libraries, through one handler to stdout."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderers = _renderers(settings.environment)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, *renderers, _as_line],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = _Formatter(
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), _without_server_colors],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
    )
    _install(formatter, settings.log_level)


def _as_line(_: WrappedLogger, __: str, rendered: object) -> str:
    return _Line(rendered)


def _without_server_colors(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)
    return event


def _renderers(environment: Environment) -> list[Processor]:
    if environment is Environment.DEVELOPMENT:
        # Local variables stay out of tracebacks: they hold credentials.
        return [
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
        structlog.processors.JSONRenderer(),
    ]


def _install(formatter: logging.Formatter, level: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.set_name(HANDLER_NAME)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [old for old in root.handlers if old.get_name() == HANDLER_NAME]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in SERVER_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # The application writes its own line for each request.
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
