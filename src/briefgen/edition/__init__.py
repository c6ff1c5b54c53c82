"""Stage 2: Briefs → Edition."""
