ARG A="alpine:3" B='debian:12'
FROM $A
FROM ${B}
