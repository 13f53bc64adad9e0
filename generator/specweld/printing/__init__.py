"""How findings and results look: on a terminal and as JSON."""
