"""A place in the plane for every ticket."""
