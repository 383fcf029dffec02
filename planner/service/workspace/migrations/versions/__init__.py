"""One file a step; a step that was given out is never changed."""
