"""One package for each feature: router, service, repository, schemas and models side by side."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules


def import_models() -> None:
    """Import every feature's models, so that their tables are known."""
    for feature in iter_modules(__path__, f"{__name__}."):
        if find_spec(f"{feature.name}.models"):
            import_module(f"{feature.name}.models")
