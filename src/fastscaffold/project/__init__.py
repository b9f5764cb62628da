"""The project on disk: where it is, and what is remembered of it."""
