"""Models that are trained for this project: data, scripts and model cards."""
