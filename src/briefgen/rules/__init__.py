"""House rules: what is no mistake of a file, and still not as a newsroom wants it. Only `check` asks for them."""
