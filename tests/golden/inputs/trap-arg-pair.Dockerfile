ARG A=one B=two
FROM $A
FROM $B
