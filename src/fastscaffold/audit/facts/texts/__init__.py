"""Texts: how they are put together, and what they may be."""
