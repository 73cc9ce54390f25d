"""Writes that span rows: lock, ask `lifecycle`, save, tell on commit. One module a behaviour."""
