"""From the transcription of a SOP and a description of its flow to the diagram of the catalogue.

    transcription  the document's texts, letter by letter, from a TOML file
    flow           what a hand-written flow description is made of
    sops/          one flow description per SOP, and the shapes and parts that several share
    writing        both together as BPMN XML
    build          the command: python -m service.catalogue.build
    comparing      every text of a transcription beside the diagram's
    compare        the command: python -m service.catalogue.compare

What it writes is a beginning: files in `bpmn/` may be edited by hand or in a modeller afterwards,
and nothing compares them with what would be built. Only the tests in `tests/catalogue/` hold them
to the transcription.
"""
