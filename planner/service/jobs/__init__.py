"""Planning outside the pages' process: warm workers, progress, cancel, and state on disk."""
