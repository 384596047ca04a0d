"""What activities do by the clock."""
