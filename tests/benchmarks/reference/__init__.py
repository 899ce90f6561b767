"""The paper's protocol as a competent user would write it in a notebook: the side that we are compared with."""
