"""What comes of a plan once it is approved: each exit and move with who answers for it, by when, on what evidence, in what state."""
