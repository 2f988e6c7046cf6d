"""The rules of the domain, as pure functions and frozen records. Imports no other package of this program."""
