"""Charts of Helm: what their templates leave to values, and what these are as shipped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.settings.documents import as_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# A chart whose values decide whether there is a certificate.
_LEFT_TO_VALUES = re.compile(r"\{\{-?\s*(?:if|with)\s+\.Values\.([\w.]*\btls(?:\.enabled)?)\b")
_TEMPLATES = "templates/"
# Values that hold where nothing else is said, and those for production.
_SHIPPED = re.compile(r"values(?:[.-][\w.-]*prod[\w.-]*)?\.ya?ml")


def has_certificate(facts: Facts, path: str) -> bool:
    """Whether a manifest that names a certificate has it: always, or by values that are shipped."""
    asked = _LEFT_TO_VALUES.search(facts.configuration.texts[path])
    if asked is None:
        return True
    *around, last = asked[1].split(".")
    for values in _values(facts, path):
        table = values
        for key in around:
            table = as_table(table.get(key))
        if table.get(last) and table.get("enabled") is not False:
            return True
    return False


def _values(facts: Facts, path: str) -> Iterator[dict[str, object]]:
    """What the files beside the templates of a chart say."""
    chart = path.rpartition(_TEMPLATES)[0]
    for each in facts.configuration.texts:
        folder, _, name = each.rpartition("/")
        if f"{folder}/".lstrip("/") == chart and _SHIPPED.fullmatch(name):
            yield facts.configuration.yaml(each)
