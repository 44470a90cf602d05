"""How good suggestions are, on real tickets, whether they keep to the stated risk, and how fast they come."""
