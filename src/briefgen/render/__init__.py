"""Stage 4: Page → bytes."""
