"""The preview: the site as it is now, in a browser."""
