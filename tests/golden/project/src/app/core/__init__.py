"""What the application stands on: database, errors, logging and health."""
