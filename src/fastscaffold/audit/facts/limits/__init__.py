"""Limits on how often somebody may ask."""
