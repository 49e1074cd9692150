# A base is looked up among earlier stages only, so this is the image b.
FROM b AS a
FROM a AS b
