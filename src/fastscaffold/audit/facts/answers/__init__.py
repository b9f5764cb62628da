"""What routes answer with: models, rows, fields, statuses."""
