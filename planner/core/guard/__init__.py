"""What every file from outside passes before it is read: only ordinary files, and limits on what opening one may cost."""
