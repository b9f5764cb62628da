"""How edits read and change Python files. Imported only when such an edit is carried out."""
