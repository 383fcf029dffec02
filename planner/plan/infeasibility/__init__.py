"""What clashes where no plan is possible, in sentences."""
