"""How well recurring questions are found, how fast, how stably; beside other ways. See __main__.py."""
