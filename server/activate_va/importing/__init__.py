"""Import: files of any format read, looked at before anything is written, and kept as datasets."""
