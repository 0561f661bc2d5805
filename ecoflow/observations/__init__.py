"""The observations: the Parquet schema, the writer, the importers, and what a folder of observations holds."""
