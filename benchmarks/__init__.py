"""Whole commands against a yardstick in the same run."""
