"""The benchmark of briefgen: the same briefs through several site generators. `bench/run --help` tells how."""
