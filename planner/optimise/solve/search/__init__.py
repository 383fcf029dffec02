"""Finding a plan: prices, the options worth trying, an integer programme over them, and exchanges."""
