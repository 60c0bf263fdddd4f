"""A folder of archive XML as an OAI-PMH 2.0 data provider (Open Archives Initiative, protocol of 2002-06-14).

Why this is not a library: the two that are kept were tried. oai_repo 0.5.2 (Apache-2.0) accepts no metadata format
whose namespace is a URN, as ours is, writes an attribute of resumptionToken that the protocol's schema does not have,
and brings requests and three more packages. oaipmh 4.0.0 (BSD-3-Clause, the fork of pyoai) gives no size or cursor of
a list, does not notice that a list has changed between two pages, offers a verb of its own, and fails on control
characters. Neither bounds what a request costs.
"""
