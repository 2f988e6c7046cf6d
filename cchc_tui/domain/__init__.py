"""The rules of the domain, as pure functions and frozen records; imports nothing else of ours."""
