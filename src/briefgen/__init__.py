"""briefgen: a static site generator for news briefs kept in git."""

__version__ = "0.1.0"
