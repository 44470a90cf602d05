"""How good suggestions are, on real tickets, and how fast they come."""
