"""An audit as JSON, SARIF, Markdown, a page of HTML, or text for a terminal."""
