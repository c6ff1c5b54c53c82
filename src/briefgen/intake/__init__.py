"""Raw text → a brief file: what was pasted is cleaned, read as a brief, and given the front matter that can be known."""
