"""What an encoder can learn from past tickets, and whether having learned it helps with later ones."""
