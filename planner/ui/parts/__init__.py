"""Parts of a page that are about a plan."""
