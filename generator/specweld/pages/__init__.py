"""Documentation pages: from Markdown to one endpoint spec a page."""
