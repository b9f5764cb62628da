"""Variables that nobody reads, because their names are almost those of settings."""

from difflib import get_close_matches
from functools import cache

import structlog
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource

# Two letters that changed places are like enough, or one that is missing. TEST_DATABASE_URL and
# DATABASE_URL are not.
LIKENESS = 0.85

logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)


def misspelled(settings: type[BaseSettings]) -> dict[str, str]:
    """Names of variables that are like those of settings, each with the one that is like it.

    Others read the same environment and the same file, compose for one: what is like no setting
    is taken for theirs.
    """
    prefix = settings.model_config.get("env_prefix", "")
    names = tuple(f"{prefix}{name}".lower() for name in settings.model_fields)
    sources = (EnvSettingsSource(settings), DotEnvSettingsSource(settings))
    others = {name.lower() for source in sources for name in source.env_vars}.difference(names)
    like = {name: _most_like(name, names) for name in sorted(others)}
    return {name.upper(): found.upper() for name, found in like.items() if found}


@cache  # Tests put the application together hundreds of times, on one environment.
def _most_like(name: str, names: tuple[str, ...]) -> str | None:
    found = get_close_matches(name, names, n=1, cutoff=LIKENESS)
    return found[0] if found else None


def warn_of_misspelled(settings: BaseSettings) -> None:
    """Say in the log which variables are probably meant for settings; no value is in it."""
    for name, meant in misspelled(type(settings)).items():
        logger.warning("variable_not_read", name=name, meant=meant)
