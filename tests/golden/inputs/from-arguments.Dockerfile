FROM a b
FROM
FROM a is b
