"""What was decided, by whom, on what data: a database of versions with an audit beside the plans of an installation."""
