"""Constants that say what a variable of the environment is called, and hold no secret."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.settings.environment_reads import environment_reads

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts


@lru_cache(maxsize=2)
def variable_names(facts: Facts) -> frozenset[str]:
    """The symbols by which variables are read: ``os.environ.get(names.API_TOKEN)``."""
    found = (
        facts.index.symbol(read.name, read.scope)
        for reads in environment_reads(facts).values()
        for read in reads
        if isinstance(read.name, ast.Name | ast.Attribute)
    )
    return frozenset(each for each in found if each)
