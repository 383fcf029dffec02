"""Parts of a scenario that bring their own counting: how likely offers are accepted, what work takes."""
