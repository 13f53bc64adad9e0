"""From the language model to files: views, code fragments, templates, output."""
