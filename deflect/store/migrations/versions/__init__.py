"""Steps that bring a ticket database from any earlier form to the present one."""
