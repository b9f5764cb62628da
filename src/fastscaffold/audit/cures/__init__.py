"""Cures: what ``audit --fix`` changes, where a rule knows with certainty what would be right."""

from __future__ import annotations

from fastscaffold.audit.cures import makes
from fastscaffold.audit.cures.base import Cure, Make, Remedy, Retext, Rewrite, Site, UncertainError

__all__ = ["Cure", "Make", "Remedy", "Retext", "Rewrite", "Site", "UncertainError", "makes"]
