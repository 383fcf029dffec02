"""What a unit's head does with the own people of a plan: receive the pack, send it back, correct what stands there wrong."""
