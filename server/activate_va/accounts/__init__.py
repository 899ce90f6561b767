"""People with accounts on one server: who they are, where they are logged in, and what scripts act for them."""
