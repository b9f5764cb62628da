"""SQL that is put together from text, and whether clients decide a part of it."""
