"""Documentation pages: from Markdown to one endpoint spec per page."""
