FROM python:3.13-slim AS base

# Builds wheels
FROM base AS http_builder

# stagegraph: title="Web app" size=360MB
FROM base AS http_app
COPY --from=http_builder /venv /venv

FROM base
COPY --from=http_app / /
