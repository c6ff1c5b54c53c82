"""Stage 0: text as editors write it: bytes, characters, YAML, dates, names."""
