"""Who works with the workspace: signing in, roles, and the terminal of somebody who signed in."""
