"""Stage 3: Edition → Pages."""
