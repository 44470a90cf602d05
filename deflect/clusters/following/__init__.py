"""Questions across runs: which new tickets they take, when they are found anew, and which id goes on."""
