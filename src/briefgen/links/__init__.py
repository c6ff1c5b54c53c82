"""Links to other sites: where they stand, what becomes of each when its server is asked, and what is told of that."""
