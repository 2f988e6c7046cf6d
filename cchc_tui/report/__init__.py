"""Turns boards and screens into files and text: text tables, CSV, JSON, workbooks and Word documents."""
