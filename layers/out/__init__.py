"""A scenario in the formats of other tools, each as bytes. Twin: web/src/out."""
