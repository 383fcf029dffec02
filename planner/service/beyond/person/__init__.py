"""One person's case asked again."""
