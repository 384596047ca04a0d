"""Imports: begin one, carry it on step by step, take it back."""
