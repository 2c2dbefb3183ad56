# Two stages: packages are installed in the first, and only what runs is in the second.
# The base images are Docker's official ones, by name; point your daemon at a mirror if it needs one.
FROM python:3.11-slim AS packages
WORKDIR /build
COPY requirements.lock requirements-postgres.lock requirements-model.lock ./
# WITH_MODEL=yes adds what a language model or embeddings need (some hundred MB).
ARG WITH_MODEL=no
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.lock -r requirements-postgres.lock \
 && if [ "$WITH_MODEL" = yes ]; then \
      /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements-model.lock; fi

FROM python:3.11-slim
RUN groupadd --gid 10001 assistant \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /service --shell /usr/sbin/nologin assistant \
 && install -d -o 10001 -g 10001 -m 0700 /data /backups
WORKDIR /service
COPY --from=packages /opt/venv /opt/venv
COPY assistant assistant
COPY web web
COPY prompts prompts
COPY knowledge_base knowledge_base
COPY LICENSE README.md CHANGELOG.md ./
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data HOST=0.0.0.0 PORT=8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "assistant", "serve"]
