# The brine command with everything it needs. Build the application first: ./brine --version
FROM eclipse-temurin:17-jre

LABEL org.opencontainers.image.title="Brine" \
      org.opencontainers.image.description="A typed, schema-versioned message pipeline on Apache Kafka" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --system --gid 10001 brine \
 && useradd --system --uid 10001 --gid brine --home-dir /brine --no-log-init brine \
 && mkdir /brine \
 && chown brine:brine /brine

COPY cli/target/app/lib /opt/brine/lib
COPY schemas /opt/brine/schemas

# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
WORKDIR /brine

# Signals go to the JVM, because nothing stands between: docker stop drains a worker.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true", "-cp", "/opt/brine/lib/*", "dev.brine.cli.Brine"]
CMD ["--help"]
