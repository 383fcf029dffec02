"""Beyond a plan: what is found by solving again from a saved one."""
