# The service in one image: `docker build -t competent .`
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /opt/competent
COPY requirements-install.lock requirements.lock ./
RUN python -m venv --without-pip /opt/installer \
    && python -m pip --python /opt/installer/bin/python install --no-cache-dir --require-hashes -r requirements-install.lock \
    && python -m venv --without-pip .venv \
    && /opt/installer/bin/uv pip install --python .venv/bin/python --no-cache --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY app app
COPY taxonomy taxonomy
COPY migrations migrations
COPY releases releases
COPY scripts/compile scripts/compile
# Editable: the migrations and the sample releases stand beside the packages, as in a checkout.
RUN .venv/bin/python -m compileall -q app taxonomy migrations \
    && /opt/installer/bin/uv pip install --python .venv/bin/python --no-cache --no-deps --build-constraints requirements-install.lock -e . \
    && .venv/bin/python scripts/compile

FROM python:3.11-slim-bookworm
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Competent" \
      org.opencontainers.image.description="The release-based taxonomy service of Competent" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN useradd --system --uid 10001 --home-dir /var/lib/competent --create-home competent
COPY --from=build /opt/competent /opt/competent
# What was compiled is only used, and kept up to date, where its folder can be written to.
RUN chown -R competent /opt/competent/taxonomy/*/__pycache__
ENV PATH=/opt/competent/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COMPETENT_HOME=/var/lib/competent
USER 10001
WORKDIR /var/lib/competent
VOLUME /var/lib/competent
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["competent", "up", "--host", "0.0.0.0"]
