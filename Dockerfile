# The service alone, from the production lock, run by a user of its own.
#   docker build -t parley .
#   docker run --env-file parley.env -p 127.0.0.1:8080:8080 -v parley:/var/lib/parley parley
#
# A name of an image may mean another image tomorrow. To build on one that you have looked at, name its digest:
#   docker build --build-arg BASE=python:3.12-slim@sha256:… -t parley .      (docker buildx imagetools inspect … tells it)
ARG BASE=python:3.12-slim
FROM ${BASE}

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --home-dir /var/lib/parley --create-home --shell /usr/sbin/nologin parley

# pg_dump copies a PostgreSQL database before an upgrade changes it; FriBiDi joins letters of Devanagari in charts.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfribidi0 postgresql-client \
    && rm -rf /var/lib/apt/lists/*

# The libraries first: this layer is rebuilt only when the lock changes.
WORKDIR /opt/parley
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

# The service runs from its own folder, as `python -m bot`; `parley` is the same for those who exec into the container.
COPY . ./
RUN printf '#!/bin/sh\nexec python -m bot "$@"\n' > /usr/local/bin/parley \
    && chmod 0755 /usr/local/bin/parley \
    && python -m compileall -q bot handlers flows storage templates

# The code is found from any folder; the working folder is the volume, where parley.db and the spool are written.
ENV PYTHONPATH=/opt/parley \
    PARLEY_LOG_FORMAT=json
USER parley
WORKDIR /var/lib/parley
VOLUME /var/lib/parley
EXPOSE 8080

# A stop (SIGTERM) finishes what is held; give it time: docker stop --time 30.
# A worker answers where --port says so: docker run … parley parley worker --port 8080. One that does not is asked nothing:
# it lives as long as its process does.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "/opt/parley/bot/healthcheck.py"]

CMD ["parley", "serve", "--host", "0.0.0.0", "--port", "8080"]
