"""What changed between two APIs, whom it breaks, and the reports that say so."""
