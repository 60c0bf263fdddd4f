"""Packages for records-management systems: one package format a module or folder."""
