"""Adapting a model to a workspace: training on pairs of texts within a time budget, and switching to the result."""
