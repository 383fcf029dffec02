"""The app's desks: what somebody is working with, kept in the workspace's database while it is no decision yet."""
