"""Commands about what leaves the house signed, and who did what."""
