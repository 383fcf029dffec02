"""What a plan's pages tell beyond its own figures: the roadmap, what its rules cost, who is open, where other plans stand."""
