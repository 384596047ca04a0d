"""What only some objects do: the board and moves of opportunities, the conversion of leads."""
