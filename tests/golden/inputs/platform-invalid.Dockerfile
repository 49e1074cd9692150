FROM --platform=nonsense/a/b/c alpine
FROM --platform=$X alpine
