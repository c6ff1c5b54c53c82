"""What a working tree does to the published site, compared with a commit: `briefgen diff`."""
