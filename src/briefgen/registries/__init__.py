"""The registries as files: entries added, renamed and merged, while every other byte stays."""
