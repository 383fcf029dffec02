"""Many plans side by side: files, folders of them, and sweeps that vary one scenario; on this machine or on a cluster."""
