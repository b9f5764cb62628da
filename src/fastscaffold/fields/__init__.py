"""Field types: one module each, found by their ``FIELD_TYPE``."""
