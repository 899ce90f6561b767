"""The HTTP interface: routes parse, call and return; one handler gives every error its shape."""
