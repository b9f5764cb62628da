"""Counts of what is in stock: kept by partners with a key, corrected by users."""
