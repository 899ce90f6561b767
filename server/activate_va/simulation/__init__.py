"""Unattended sessions: simulated labellers, policies that choose samples for them, and what the truth says of both."""
