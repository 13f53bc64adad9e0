"""The language model: what an API looks like from Python, before any text is written."""
