"""Attacks on every endpoint that the schema names: those of features that come later, too."""
