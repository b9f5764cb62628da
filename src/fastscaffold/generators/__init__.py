"""What each command puts into the tree."""
