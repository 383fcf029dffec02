"""One run from roster to plan, saved runs, batches and jobs."""
