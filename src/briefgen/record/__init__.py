"""Git as the record: what was published when, and what changed since."""
