"""Bytes to what a file of decisions says; what we do not do is found here."""
