"""Whether suggestions are right, know how sure they are, and keep to the risk that the owner states."""
