"""Files that clients send: their names, and how large they may be."""
