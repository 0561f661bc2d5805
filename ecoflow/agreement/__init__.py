"""The agreement file: its shape, its frozen model, its loader and its checks."""
