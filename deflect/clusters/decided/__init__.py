"""What people decided about questions, kept in a file they can read, and put into effect at every run."""
