"""What the code is told by its deployment: the environment, and files that it loads."""
