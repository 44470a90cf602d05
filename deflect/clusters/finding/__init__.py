"""Vectors into groups that ask the same: what draws wordings together, what keeps questions apart."""
