"""What every command gets by being registered: options that stand anywhere, help and usage errors in the chosen language, one JSON document."""
