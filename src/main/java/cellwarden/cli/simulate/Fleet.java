package cellwarden.cli.simulate;

import cellwarden.app.Ending;
import cellwarden.app.Service;
import cellwarden.app.Surroundings;
import cellwarden.app.Wiring;
import cellwarden.config.ConfigurationException;
import cellwarden.config.ConfigurationFile;
import cellwarden.settings.Configuration;
import cellwarden.settings.MqttUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Many sites in one process, each with the whole service of a Pi: pollers, journal and its session
/// with the broker. Only the batteries are simulated, and what lies between a site and the broker.
/// What was not delivered when the process ended is delivered from the journals after its next
/// start.
///
/// @param batteries of all sites
/// @param sites among which they are divided
/// @param prefix of the sites' names
/// @param folder that holds a folder for each site
/// @param seed decides which batteries they are and what goes wrong
record Fleet(
    int batteries,
    int sites,
    Duration interval,
    MqttUrl broker,
    String prefix,
    Path folder,
    long seed) {

  /// Cells in series, and how often: most are 12 V packs.
  private static final int[] CELLS = {4, 4, 4, 4, 8, 16};

  private static final int[] CAPACITIES = {50, 100, 100, 200, 280, 314};

  /// Polls that fail now and then: a board that does not answer, an answer that is damaged.
  private static final String FAULTS = "stall:0.0005,corrupt_checksum:0.005,noise:0.02";

  /// Starts the sites one after the other, spread over an interval, and runs them until somebody
  /// asks for the end.
  ///
  /// @throws IOException if a folder cannot be made
  void run(SiteLink.Counts counts, Ending ending) throws IOException, InterruptedException {
    List<Service> running = new ArrayList<>();
    try {
      Duration gap = interval.dividedBy(sites);
      long begun = System.nanoTime();
      for (int site = 1; site <= sites && !ending.isAsked(); site++) {
        Service service = service(site, counts, ending);
        running.add(service);
        service.start();
        boolean _ =
            ending.isAskedWithin(gap.multipliedBy(site).minusNanos(System.nanoTime() - begun));
      }
      ending.await();
    } finally {
      close(running);
    }
  }

  /// All at once: each takes up to two seconds.
  private static void close(List<Service> running) throws InterruptedException {
    List<Thread> closing =
        running.stream().map(service -> Thread.ofVirtual().start(service::close)).toList();
    for (Thread thread : closing) {
      thread.join();
    }
  }

  private Service service(int site, SiteLink.Counts counts, Ending ending) throws IOException {
    SiteTroubles troubles = new SiteTroubles(seed, site);
    long begun = System.nanoTime();
    Surroundings around =
        new Surroundings(
            broker ->
                new SiteLink(
                    broker,
                    () -> troubles.isCut(Duration.ofNanos(System.nanoTime() - begun)),
                    troubles,
                    counts),
            time -> new SiteClock(time, troubles, begun),
            Thread::ofVirtual);
    return Wiring.service(configuration(site), Wiring.bluetooth(), List.of(), ending, around);
  }

  /// What a site's own file would say.
  Configuration configuration(int site) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name(site)));
    StringBuilder text = new StringBuilder("batteries:\n");
    int first = (int) ((long) batteries * (site - 1) / sites);
    int after = (int) ((long) batteries * site / sites);
    for (int battery = first; battery < after; battery++) {
      text.append(
          "- {name: pack-%d, address: '%s', interval: %dms}\n"
              .formatted(battery - first + 1, address(battery), interval.toMillis()));
    }
    // The batteries of thousands of sites are nothing for one Home Assistant.
    text.append("mqtt: {url: '%s', discovery: off}\n".formatted(broker));
    // A process that is killed loses nothing without it, and a thousand sites share this disk.
    String journal = home.resolve("bms_data.jsonl").toString().replace("'", "''");
    text.append("journal: {path: '%s', fsync: never}\n".formatted(journal));
    text.append("site: ").append(name(site)).append('\n');
    try {
      return ConfigurationFile.parse(
          text.toString(), home.resolve("cellwarden.yaml"), Map.of(), Wiring::refusal);
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  String name(int site) {
    return "%s-%04d".formatted(prefix, site);
  }

  private String address(int battery) {
    Random random = new Random(seed * 1_000_003 + battery);
    return String.format(
        Locale.ROOT,
        "sim:%ds?capacity=%d&soc=%d&ntc=%d&extension=%s&seed=%d&faults=%s",
        CELLS[random.nextInt(CELLS.length)],
        CAPACITIES[random.nextInt(CAPACITIES.length)],
        random.nextInt(30, 96),
        random.nextInt(1, 5),
        random.nextInt(3) == 0,
        random.nextInt(1_000_000_000),
        FAULTS);
  }
}
