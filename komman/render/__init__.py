"""From an executed notebook to HTML and PDF: text cells and block JSON only, never code."""
