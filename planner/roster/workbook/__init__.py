"""Opening files that nobody has checked: what kind they are, a limited child process, and each format's special cells."""
