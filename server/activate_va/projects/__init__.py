"""Projects: several people label one dataset, each in a session of their own; work is shared out, and leased."""
