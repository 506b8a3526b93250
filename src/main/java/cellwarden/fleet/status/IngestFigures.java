package cellwarden.fleet.status;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/// Counts what the ingest does. Safe for use by several threads.
public final class IngestFigures {

  private static final double NANOS = 1e9;
  private static final double[] SECONDS = {.005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30};
  private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  private final Counter rows =
      Counter.builder()
          .name("cellwarden_ingest_rows_total")
          .help("Rows that are new in the database, by table.")
          .labelNames("table")
          .register(registry);
  private final Counter duplicates =
      Counter.builder()
          .name("cellwarden_ingest_duplicates_total")
          .help("Samples that were in the database already.")
          .register(registry);
  private final Histogram batches =
      Histogram.builder()
          .name("cellwarden_ingest_batch_messages")
          .help("Messages written in one go.")
          .classicOnly()
          .classicUpperBounds(SIZES)
          .register(registry);
  private final Histogram writes =
      Histogram.builder()
          .name("cellwarden_ingest_write_duration_seconds")
          .help("Time until a batch was safe, also over tries that failed.")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Gauge lag =
      Gauge.builder()
          .name("cellwarden_ingest_lag_seconds")
          .help("From reading to database: the median of the live samples of the last batch.")
          .register(registry);
  private final Counter closed =
      Counter.builder()
          .name("cellwarden_ingest_gaps_closed_total")
          .help("Gaps that were closed, by what came of them.")
          .labelNames("outcome")
          .register(registry);
  private final Gauge open =
      Gauge.builder()
          .name("cellwarden_ingest_gaps_open")
          .help("Gaps of all sites that are not healed yet.")
          .register(registry);
  private final Counter asks =
      Counter.builder()
          .name("cellwarden_ingest_gap_requests_total")
          .help("Requests to sites for what is missing.")
          .register(registry);
  private final Gauge up =
      Gauge.builder()
          .name("cellwarden_ingest_up")
          .help("1 where the broker is connected, or the last try to write went well.")
          .labelNames("to")
          .register(registry);

  private volatile boolean brokerUp;
  private volatile boolean databaseUp;

  /// @param waiting messages that are not written yet
  public IngestFigures(IntSupplier waiting) {
    GaugeWithCallback.builder()
        .name("cellwarden_ingest_waiting_messages")
        .help("Messages that came and are not being written yet.")
        .callback(gauge -> gauge.call(waiting.getAsInt()))
        .register(registry);
    JvmMemoryMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    for (String outcome : new String[] {"healed", "given_up"}) {
      closed.initLabelValues(outcome);
    }
    for (String table : new String[] {"sample", "event", "reject"}) {
      rows.initLabelValues(table);
    }
    broker(false);
    database(false);
  }

  /// A batch is safe.
  ///
  /// @param lag in seconds; empty where it had no live sample
  public void batch(
      int messages,
      Duration took,
      OptionalDouble lag,
      long samples,
      long known,
      long events,
      long rejects) {
    batches.observe(messages);
    writes.observe(took.toNanos() / NANOS);
    lag.ifPresent(this.lag::set);
    rows.labelValues("sample").inc(samples);
    rows.labelValues("event").inc(events);
    rows.labelValues("reject").inc(rejects);
    duplicates.inc(known);
  }

  /// Gaps were looked at.
  public void gaps(long healed, long givenUp, long left, int asked) {
    closed.labelValues("healed").inc(healed);
    closed.labelValues("given_up").inc(givenUp);
    open.set((double) left);
    asks.inc(asked);
  }

  /// Whether there is a session with the broker.
  public void broker(boolean isUp) {
    brokerUp = isUp;
    up.labelValues("broker").set(isUp ? 1 : 0);
  }

  /// Whether the last try to write went well.
  public void database(boolean isUp) {
    databaseUp = isUp;
    up.labelValues("database").set(isUp ? 1 : 0);
  }

  boolean isBrokerUp() {
    return brokerUp;
  }

  boolean isDatabaseUp() {
    return databaseUp;
  }

  String contentType() {
    return formats.getPrometheusTextFormatWriter().getContentType();
  }

  void write(OutputStream out) throws IOException {
    formats.getPrometheusTextFormatWriter().write(out, registry.scrape());
  }
}
