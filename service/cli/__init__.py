"""The command line: one file per subcommand, what they share in `frame/`.

A file of this folder is a subcommand as soon as it exists: `history.py` holds `history`, made with
`service.cli.frame.commands.command`. Its texts stand in the catalogue under [cli-history]: `help`,
and one per option by the option's name. Heavy modules are imported inside the function, so that
`--help` stays quick.
"""
