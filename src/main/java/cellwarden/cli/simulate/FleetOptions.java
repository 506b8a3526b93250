package cellwarden.cli.simulate;

import cellwarden.app.Ending;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.OptionTypes;
import cellwarden.config.ValueTypes;
import cellwarden.settings.MqttUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The part of `simulate` that is about many sites.
final class FleetOptions {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final int MOST_BATTERIES = 100_000;
  private static final int MOST_AT_A_SITE = 500;
  private static final int BATTERIES_A_SITE = 10;
  private static final Duration SPEAKS_EVERY = Duration.ofMinutes(1);

  /// A thousand sites that say goodbye take ten seconds on two cores.
  private static final Duration LONGEST_CLEAN_UP = Duration.ofMinutes(1);

  @Option(
      names = "--fleet",
      paramLabel = "N",
      description = {
        "Be the sites of N batteries, 1 to 100000, each with a journal and a session with the broker of its own;",
        "links are cut, clocks are off, and messages come twice now and then."
      })
  private @Nullable Integer size;

  @Option(
      names = "--broker",
      paramLabel = "URL",
      converter = BrokerConverter.class,
      description = "With --fleet: the broker, such as mqtt://127.0.0.1:1883.")
  private @Nullable MqttUrl broker;

  @Option(
      names = "--sites",
      paramLabel = "N",
      description =
          "With --fleet: how many sites share the batteries, at most 500 each (default: one for ten of them).")
  private @Nullable Integer sites;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      converter = PrefixConverter.class,
      description = "With --fleet: the sites are NAME-0001 and so on (default: site).")
  private @Nullable String prefix;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "With --fleet: the folder of the journals, from which the next start goes on (default: fleet).")
  private @Nullable Path folder;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "With --fleet: decides which batteries they are and what goes wrong (default: 1).")
  private @Nullable Long seed;

  /// Brokers, under the rules of the configuration.
  static final class BrokerConverter implements ITypeConverter<MqttUrl> {
    @Override
    public MqttUrl convert(String text) {
      return OptionTypes.convert(text, ValueTypes::mqttUrl);
    }
  }

  /// What sites are called, with room for a number.
  static final class PrefixConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return OptionTypes.convert(
          text,
          name -> {
            String unnumbered = ValueTypes.siteName(name);
            String _ = ValueTypes.siteName(name + "-100000");
            return unnumbered;
          });
    }
  }

  /// How many batteries; null where this is no fleet.
  @Nullable Integer size() {
    return size;
  }

  void refuseWithoutSize() {
    if (Stream.of(broker, sites, prefix, folder, seed).anyMatch(Objects::nonNull)) {
      throw CommandException.usage(
          "--broker, --sites, --prefix, --dir and --seed go with --fleet only");
    }
  }

  /// Runs the fleet until somebody asks for the end.
  void run(Duration interval, Console console) throws InterruptedException {
    Fleet fleet = fleet(interval);
    SiteLink.Counts counts = new SiteLink.Counts(new AtomicLong(), new AtomicLong());
    try (Ending ending = Ending.onSignal(console.out(), LONGEST_CLEAN_UP)) {
      print(
          console,
          "%d batteries at %d sites, %s to %s; journals in %s"
              .formatted(
                  fleet.batteries(),
                  fleet.sites(),
                  fleet.name(1),
                  fleet.name(fleet.sites()),
                  fleet.folder()));
      Thread speaking = Thread.ofVirtual().start(() -> speak(fleet, counts, ending, console));
      try {
        fleet.run(counts, ending);
      } finally {
        speaking.interrupt();
      }
      ending.rethrow();
    } catch (IOException e) {
      throw CommandException.usage(
          "the folder %s cannot be made (%s); name another one with --dir"
              .formatted(fleet.folder(), CommandException.reason(e)));
    }
  }

  private Fleet fleet(Duration interval) {
    int batteries = Objects.requireNonNull(size);
    if (batteries < 1 || batteries > MOST_BATTERIES) {
      throw CommandException.usage("--fleet is 1 to " + MOST_BATTERIES + " batteries");
    }
    int among = sites == null ? Math.ceilDiv(batteries, BATTERIES_A_SITE) : sites;
    int least = Math.ceilDiv(batteries, MOST_AT_A_SITE);
    if (among < least || among > batteries) {
      throw CommandException.usage(
          "--sites is %d to %d for %d batteries, since a site has 1 to %d of them"
              .formatted(least, batteries, batteries, MOST_AT_A_SITE));
    }
    if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw CommandException.usage("--interval is 1s to 1d with --fleet");
    }
    if (broker == null || broker instanceof MqttUrl.Embedded) {
      throw CommandException.usage(
          "--fleet needs the --broker of its sites, such as mqtt://127.0.0.1:1883");
    }
    return new Fleet(
        batteries,
        among,
        interval,
        broker,
        prefix == null ? "site" : prefix,
        folder == null ? Path.of("fleet") : folder,
        seed == null ? 1 : seed);
  }

  private static void speak(Fleet fleet, SiteLink.Counts counts, Ending ending, Console console) {
    try {
      while (!ending.isAskedWithin(SPEAKS_EVERY)) {
        print(
            console,
            "%d of %d sites are connected, %d messages were published"
                .formatted(counts.sessions().get(), fleet.sites(), counts.messages().get()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(Console console, String line) {
    console.print(line);
    console.out().flush();
  }
}
