"""What each question is called, how people ask it, and how it moves through the weeks."""
