"""The demo player: plays every jabatan of a demo store, through the commands of the pages."""
