"""The boards: late dossiers, model practices, directives and others. A board computes its figures for any moment."""
