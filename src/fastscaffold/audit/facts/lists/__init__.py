"""Lists that routes answer with, and how long they may be."""
