"""Papers: documents for a meeting or an office, made from the boards' figures. One file a paper."""
