"""ecoflow: exact, explained settlement of cross-boundary water-quality compensation agreements."""

__version__ = "0.1.0"
