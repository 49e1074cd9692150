FROM ${X
FROM ${}
FROM ${X^}
FROM ${X:1:2}
FROM ${X:=y}
FROM ${X/a}
FROM "a
FROM ${X:?}
