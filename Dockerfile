# syntax=docker/dockerfile:1
# One image for both processes: `command` chooses /app/notification.mjs (the default) or /app/manager.mjs.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
COPY engine/package.json engine/
COPY controller/package.json controller/
COPY cli/package.json cli/
COPY compat-tests/package.json compat-tests/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY engine engine
COPY controller controller
COPY cli cli
COPY scripts scripts
RUN node scripts/build.ts && find dist -exec touch -h -d @0 {} +

FROM gcr.io/distroless/nodejs24-debian12:nonroot
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="argo-notifications" \
      org.opencontainers.image.description="Argo's notification model for Config Sync: notification process and manager" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /src/dist /app
COPY LICENSE /app/
USER 65532:65532
WORKDIR /app
# Young generations that stay small while idle, and memory given back after the start: see docs/benchmarks.md, "Footprint".
ENV NODE_ENV=production NODE_OPTIONS="--max-semi-space-size=8 --expose-gc" MALLOC_ARENA_MAX=1
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["/app/notification.mjs"]
