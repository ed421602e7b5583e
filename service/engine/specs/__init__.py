"""Our task specs: one module per construct of BPMN."""
