"""Work that takes time: submitted to Dask, with progress, cancelling and one retry for a lost worker."""
