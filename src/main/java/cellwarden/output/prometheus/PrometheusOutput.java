package cellwarden.output.prometheus;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Output;
import cellwarden.protocol.register.Protection;
import cellwarden.settings.BatteryConfig;
import cellwarden.transport.BleAddress;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What Prometheus scrapes, in its base units. Gauges of a battery that is not read any more stop,
/// so that nobody takes an old value for one of now; its time stamp and its counters stay.
public final class PrometheusOutput implements Output {

  private static final double PER_CENT = 0.01;
  private static final double SECONDS_OF_AN_HOUR = 3600;
  private static final double MILLIS = 1000;
  private static final double NANOS = 1e9;

  /// Intervals without a sample after which a battery's gauges stop, and the least such time.
  private static final int MISSED = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double[] SECONDS = {.02, .05, .1, .2, .5, 1, 2, 5, 10, 20, 60};
  private static final String BATTERY = "battery";

  /// A number of the sample as Prometheus wants it.
  ///
  /// @param factor from the sample's unit to the base unit
  private record Figure(Metric metric, String name, String help, double factor) {}

  private static final List<Figure> GAUGES =
      List.of(
          new Figure(Metric.VOLTAGE, "jbd_voltage_volts", "Voltage of the pack.", 1),
          new Figure(Metric.CURRENT, "jbd_current_amperes", "Current, positive while charging.", 1),
          new Figure(Metric.POWER, "jbd_power_watts", "Power, positive while charging.", 1),
          new Figure(Metric.SOC, "jbd_state_of_charge_ratio", "State of charge, 0 to 1.", PER_CENT),
          new Figure(
              Metric.CELL_DELTA,
              "jbd_cell_voltage_delta_volts",
              "Between the highest and the lowest cell.",
              1),
          new Figure(
              Metric.REMAINING_CAPACITY,
              "jbd_remaining_charge_coulombs",
              "Charge that is left.",
              SECONDS_OF_AN_HOUR),
          new Figure(
              Metric.NOMINAL_CAPACITY,
              "jbd_nominal_charge_coulombs",
              "Charge that the battery is labelled with.",
              SECONDS_OF_AN_HOUR),
          new Figure(
              Metric.STORED_ENERGY,
              "jbd_stored_energy_joules",
              "Charge that is left, at the voltage of now.",
              SECONDS_OF_AN_HOUR),
          new Figure(
              Metric.TIME_TO_EMPTY,
              "jbd_time_to_empty_seconds",
              "From the smoothed current; left out while it does not discharge.",
              1),
          new Figure(
              Metric.TIME_TO_FULL,
              "jbd_time_to_full_seconds",
              "From the smoothed current; left out while it does not charge.",
              1),
          new Figure(
              Metric.TIME_SINCE_FULL_CHARGE,
              "jbd_time_since_full_charge_seconds",
              "Since the board last stated 100 % while nothing was drawn.",
              1));

  private static final List<Figure> COUNTERS =
      List.of(
          new Figure(Metric.CYCLES, "jbd_cycles", "Cycles that the board has counted.", 1),
          new Figure(
              Metric.ENERGY_CHARGED,
              "jbd_energy_charged_joules",
              "Energy that went in.",
              SECONDS_OF_AN_HOUR),
          new Figure(
              Metric.ENERGY_DISCHARGED,
              "jbd_energy_discharged_joules",
              "Energy that came out.",
              SECONDS_OF_AN_HOUR));

  /// The broker's side of the service.
  ///
  /// @param connected whether there is a session with it
  /// @param published messages that it took since the start
  public record BrokerFigures(boolean connected, long published) {}

  /// @param nanos when it was read, on the monotonic clock
  private record Last(Sample sample, long nanos) {}

  private final BridgeFacts facts;
  private final LongSupplier nanos;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  /// A platform thread, while there are scrapes: on a virtual one the library's buffer grows, and
  /// is copied, with each word (`BufferedWriter.growIfNeeded` of the JDK).
  private final ExecutorService writing =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("scrape").factory());

  private final Map<String, Last> last = new ConcurrentHashMap<>();
  private final Map<String, String[]> said = new ConcurrentHashMap<>();
  private final Info info;
  private final Counter reads;
  private final Counter protections;
  private final Histogram readTimes;
  private final Histogram connectTimes;

  /// @param broker empty where nothing is published
  /// @param nanos the monotonic clock
  public PrometheusOutput(
      BridgeFacts facts, Optional<Supplier<BrokerFigures>> broker, LongSupplier nanos) {
    this.facts = facts;
    this.nanos = nanos;
    this.info =
        Info.builder()
            .name("jbd_info")
            .help("What a battery is.")
            .labelNames(BATTERY, "mac", "model", "hw_version", "sw_version")
            .register(registry);
    this.reads =
        Counter.builder()
            .name("cellwarden_reads_total")
            .help("Polls by what came of them: ok, or the kind of the fault.")
            .labelNames(BATTERY, "result")
            .register(registry);
    this.protections =
        Counter.builder()
            .name("jbd_protection_events_total")
            .help("How often a protection came into force since the service started.")
            .labelNames(BATTERY, "protection")
            .register(registry);
    this.readTimes = histogram("cellwarden_read_duration_seconds", "Time that the registers took.");
    this.connectTimes =
        histogram("cellwarden_connect_duration_seconds", "Time that connects took.");
    GAUGES.forEach(figure ->
        gauge(figure.name(), figure.help(), (sample, take) -> number(sample, figure, take)));
    COUNTERS.forEach(this::counter);
    lists();
    service(broker);
  }

  private Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(BATTERY)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  /// Takes a value and what its labels are beside the battery.
  @FunctionalInterface
  private interface Take {
    void value(double value, String... labels);
  }

  /// A gauge of each battery that is read.
  private void gauge(String name, String help, BiConsumer<Sample, Take> values, String... labels) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(with(BATTERY, labels))
        .callback(gauge ->
            last.forEach((battery, read) -> {
              if (isFresh(battery, read)) {
                values.accept(read.sample(), (value, of) -> gauge.call(value, with(battery, of)));
              }
            }))
        .register(registry);
  }

  private static String[] with(String first, String... more) {
    String[] all = Arrays.copyOf(new String[] {first}, more.length + 1);
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  private static void number(Sample sample, Figure figure, Take take) {
    OptionalDouble number = sample.number(figure.metric());
    if (number.isPresent() && !sample.isInDoubt(figure.metric())) {
      take.value(number.getAsDouble() * figure.factor());
    }
  }

  private void counter(Figure figure) {
    CounterWithCallback.builder()
        .name(figure.name())
        .help(figure.help())
        .labelNames(BATTERY)
        .callback(counter ->
            last.forEach((battery, read) ->
                number(read.sample(), figure, (value, _) -> counter.call(value, battery))))
        .register(registry);
  }

  private void lists() {
    gauge(
        "jbd_cell_voltage_volts",
        "Voltage of each cell.",
        (sample, take) -> items(sample, Metric.CELLS, take),
        "cell");
    gauge(
        "jbd_temperature_celsius",
        "What each probe measures.",
        (sample, take) -> items(sample, Metric.TEMPERATURES, take),
        "sensor");
    gauge(
        "jbd_cell_balancing",
        "Whether a cell is balanced.",
        (sample, take) -> {
          List<?> balanced = sample.list(Metric.BALANCING);
          for (int cell = 1; cell <= sample.list(Metric.CELLS).size(); cell++) {
            take.value(balanced.contains(cell) ? 1 : 0, Integer.toString(cell));
          }
        },
        "cell");
    gauge(
        "jbd_fet_enabled",
        "Whether the board lets current through.",
        (sample, take) -> {
          flag(sample, Metric.CHARGE_FET, "charge", take);
          flag(sample, Metric.DISCHARGE_FET, "discharge", take);
        },
        "fet");
    gauge(
        "jbd_protection_active",
        "Whether a protection is active.",
        (sample, take) -> {
          List<?> active = sample.list(Metric.PROTECTIONS);
          for (Protection protection : Protection.values()) {
            take.value(active.contains(protection.label()) ? 1 : 0, protection.label());
          }
        },
        "protection");
    gauge(
        "cellwarden_ble_rssi_dbm",
        "Signal strength.",
        (sample, take) -> sample.link().rssi().ifPresent(take::value));
    GaugeWithCallback.builder()
        .name("jbd_last_read_timestamp_seconds")
        .help("When a battery was last read.")
        .labelNames(BATTERY)
        .callback(gauge ->
            last.forEach((battery, read) ->
                gauge.call(read.sample().time().toEpochMilli() / MILLIS, battery)))
        .register(registry);
  }

  private static void items(Sample sample, Metric metric, Take take) {
    List<?> items = sample.list(metric);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Number number
          && (metric.marksItems() || !sample.isInDoubt(metric))) {
        take.value(number.doubleValue(), Integer.toString(i + 1));
      }
    }
  }

  private static void flag(Sample sample, Metric metric, String label, Take take) {
    if (sample.values().get(metric) instanceof Boolean on && !sample.isInDoubt(metric)) {
      take.value(on ? 1 : 0, label);
    }
  }

  private void service(Optional<Supplier<BrokerFigures>> broker) {
    CounterWithCallback.builder()
        .name("cellwarden_adapter_resets")
        .help("What was done to get a battery back; what was done to its adapter counts for each.")
        .labelNames(BATTERY, "rung")
        .callback(counter -> {
          for (BatteryControl control : facts.controls()) {
            control
                .health()
                .recoveries()
                .forEach((rung, count) -> counter.call(count, control.battery(), rung));
          }
        })
        .register(registry);
    broker.ifPresent(figures -> {
      GaugeWithCallback.builder()
          .name("cellwarden_mqtt_connected")
          .help("Whether there is a session with the broker.")
          .callback(gauge -> gauge.call(figures.get().connected() ? 1 : 0))
          .register(registry);
      CounterWithCallback.builder()
          .name("cellwarden_mqtt_published")
          .help("Messages that the broker took.")
          .callback(counter -> counter.call((double) figures.get().published()))
          .register(registry);
    });
    Map<String, String> program = new LinkedHashMap<>();
    program.put("version", facts.version());
    program.put("java_version", Runtime.version().toString());
    facts.site().ifPresent(site -> program.put("site", site));
    Info.builder()
        .name("cellwarden_build_info")
        .help("What runs.")
        .labelNames(program.keySet().toArray(String[]::new))
        .register(registry)
        .setLabelValues(program.values().toArray(String[]::new));
    ProcessMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
  }

  private boolean isFresh(String battery, Last read) {
    Duration interval =
        facts.devices().stream()
            .filter(device -> device.name().equals(battery))
            .map(BatteryConfig::interval)
            .findFirst()
            .orElse(Duration.ZERO);
    Duration limit = interval.multipliedBy(MISSED).plus(PATIENCE);
    return nanos.getAsLong() - read.nanos() <= limit.toNanos();
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public void accept(EncodedEvent event) {
    switch (event.event()) {
      case BatteryEvent.Reading reading -> take(reading.sample());
      case BatteryEvent.Failed failed ->
          reads.labelValues(failed.battery(), failed.fault().kind().label()).inc();
      case BatteryEvent.Incident incident -> count(incident);
    }
  }

  private void count(BatteryEvent.Incident incident) {
    if (incident.kind() == BatteryEvent.Incident.Kind.PROTECTION_STARTED
        && incident.data().get("names") instanceof List<?> started) {
      started.forEach(
          protection -> protections.labelValues(incident.battery(), protection.toString()).inc());
    }
  }

  private void take(Sample sample) {
    String battery = sample.battery();
    last.put(battery, new Last(sample, nanos.getAsLong()));
    reads.labelValues(battery, "ok").inc();
    Link link = sample.link();
    readTimes.labelValues(battery).observe(link.read().toNanos() / NANOS);
    if (link.attempts() > 0) {
      connectTimes.labelValues(battery).observe(link.connect().toNanos() / NANOS);
    }
    String[] labels = labels(sample);
    String @Nullable [] before = said.put(battery, labels);
    if (!Arrays.equals(before, labels)) {
      if (before != null) {
        info.remove(before);
      }
      info.addLabelValues(labels);
    }
  }

  private String[] labels(Sample sample) {
    String mac =
        facts.devices().stream()
            .filter(device -> device.name().equals(sample.battery()))
            .map(BatteryConfig::address)
            .map(address -> address instanceof BleAddress ble ? ble.mac() : "")
            .findFirst()
            .orElse("");
    return new String[] {
      sample.battery(),
      mac,
      // Boards have one text for both.
      text(sample, Metric.HARDWARE_VERSION),
      text(sample, Metric.HARDWARE_VERSION),
      text(sample, Metric.SOFTWARE_VERSION)
    };
  }

  private static String text(Sample sample, Metric metric) {
    return sample.values().get(metric) instanceof String text ? text : "";
  }

  /// What there is now, in a format that whoever scrapes takes.
  ///
  /// @param accept the header of this name
  /// @return the type and the text
  public Map.Entry<String, byte[]> scrape(String accept) throws InterruptedException {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    Future<byte[]> text =
        writing.submit(() -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          writer.write(out, registry.scrape());
          return out.toByteArray();
        });
    try {
      return Map.entry(writer.getContentType(), text.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
