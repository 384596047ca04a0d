"""The API's description: written beside each endpoint, assembled into one OpenAPI 3.1 document.

The JSON Schema of a body serves twice: it is what the document shows and what requests are checked
against, so the two cannot disagree. Records have no static schema; theirs come from the catalogue.
"""
