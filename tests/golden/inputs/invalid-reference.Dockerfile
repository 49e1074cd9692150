FROM Alpine:3
FROM a:b:c
