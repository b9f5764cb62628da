"""The project as a whole: what of it is served, what stands beside, what it requires."""
