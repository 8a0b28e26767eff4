"""Database engines that the office can live on."""
