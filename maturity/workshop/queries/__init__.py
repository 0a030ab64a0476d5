"""Reads: one function per screen, turning rows into frozen values. Ballots come from ``ballots`` alone."""
