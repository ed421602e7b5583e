"""One flow description per SOP of the catalogue."""
