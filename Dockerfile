# flan-train in a container. Runs are kept in the volume /work/runs; the container's user has the number 10001.
#
#   docker build -t flan-train .
#   docker run --rm -it -v "$PWD/runs:/work/runs" flan-train recipes/flan-small.json
#
# How a container is stopped and goes on: Documentation/Clusters.md.

FROM swift:6.3-bookworm AS builder
# The release of Debian says which versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends make pkg-config libopenblas-dev libhdf5-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The levels of processor that the image is for: each is a build of its own, and the best is taken at start.
ARG LEVELS
RUN make install DESTDIR=/installed PREFIX=/usr/local ${LEVELS:+LEVELS="$LEVELS"}

FROM debian:bookworm-slim
# The release of Debian says which versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libopenblas0-pthread libhdf5-103-1 zlib1g libstdc++6 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /installed/usr/local /usr/local
RUN useradd --uid 10001 --user-group --create-home flan \
    && install -d -o flan -g flan /work /work/runs
USER 10001:10001
WORKDIR /work
VOLUME /work/runs
# The program is process 1 and hears this itself: it saves a full checkpoint and ends with 75.
STOPSIGNAL SIGTERM
ENTRYPOINT ["flan-train"]
CMD ["--help"]
