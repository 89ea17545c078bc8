# Quotable as a service: the model is inside, and nothing is fetched at run time.
#   docker build --tag quotable .
#   docker run --publish 7860:7860 --volume quotable:/data --volume "$PWD/documents:/documents:ro" quotable
FROM python:3.11-slim-bookworm AS build
WORKDIR /source
RUN python -m venv /opt/quotable
ENV PATH=/opt/quotable/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY .ci/constraints.txt ./
COPY pyproject.toml README.md LICENSE ./
COPY embeddings embeddings
COPY qa qa
RUN pip install --constraint constraints.txt '.[llm,mcp]'

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home quotable && install --directory --owner quotable /data /documents
COPY --from=build /opt/quotable /opt/quotable
ENV PATH=/opt/quotable/bin:$PATH XDG_DATA_HOME=/data PYTHONUNBUFFERED=1
USER quotable
WORKDIR /data
VOLUME /data
EXPOSE 7860
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz')"]
ENTRYPOINT ["quotable"]
CMD ["serve", "--host", "0.0.0.0", "--port", "7860", "--log"]
