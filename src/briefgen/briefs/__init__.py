"""Stage 1: file → Brief."""
