"""What a project can have besides features: declared as data."""
